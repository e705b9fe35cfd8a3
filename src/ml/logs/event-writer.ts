// Events as bytes of an event file: Event, Summary, SummaryMetadata and TensorProto of TensorBoard 2.21
// (tensorboard/compat/proto/{event,summary,tensor,tensor_shape}.proto); field numbers stand beside the fields.

import { LogError } from './errors';
import { type Bucket, type EventValue, FILE_VERSION, type LogEvent } from './events';
import { frame } from './tfrecord';
import { MessageWriter } from './wire-format';

const DT_FLOAT = 1;
const DT_DOUBLE = 2;
const DT_STRING = 7;
const DATA_CLASS_SCALAR = 1;
const DATA_CLASS_TENSOR = 2;

/** The first record of every file. */
export function versionRecord(wallTime: number): Uint8Array<ArrayBuffer> {
  return eventRecord({ wall_time: wallTime, step: 0, file_version: FILE_VERSION, values: [] });
}

/** One framed record; a file is its records one after the other. @throws LogError for kind 'other' or a broken step. */
export function eventRecord(event: LogEvent): Uint8Array<ArrayBuffer> {
  const message = new MessageWriter();
  message.double(1, event.wall_time); // wall_time
  message.int(2, event.step); // step
  if (event.file_version !== null) message.string(3, event.file_version, true); // file_version
  if (event.values.length > 0) {
    const summary = new MessageWriter();
    for (const value of event.values) summary.message(1, valueMessage(value)); // value
    message.message(5, summary); // summary
  }
  return frame(message.finish());
}

function valueMessage(value: EventValue): MessageWriter {
  const message = new MessageWriter().string(1, value.tag); // tag
  switch (value.kind) {
    case 'scalar':
      if (value.form === 'simple') return message.float(2, value.value, true); // simple_value
      return message
        .message(8, scalarTensor(value.value)) // tensor
        .message(9, metadata('scalars', DATA_CLASS_SCALAR)); // metadata
    case 'text':
      return message.message(8, textTensor(value.text)).message(9, metadata('text', DATA_CLASS_TENSOR));
    case 'histogram':
      return message.message(8, bucketTensor(value.buckets)).message(9, metadata('histograms', DATA_CLASS_TENSOR));
    case 'other':
      throw new LogError(
        `Values of the plugin “${value.plugin}” are not written here, only scalars, texts and histograms.`,
      );
  }
}

/** All three plugins are at version 0, so that their own messages are empty. */
function metadata(plugin: string, dataClass: number): MessageWriter {
  const data = new MessageWriter().string(1, plugin); // plugin_name
  return new MessageWriter().message(1, data).int(4, dataClass); // plugin_data, data_class
}

function scalarTensor(value: number): MessageWriter {
  const packed = new Uint8Array(4);
  new DataView(packed.buffer).setFloat32(0, value, true);
  return tensor(DT_FLOAT, []).blob(5, packed); // float_val, packed
}

function textTensor(text: string): MessageWriter {
  return tensor(DT_STRING, []).string(8, text, true); // string_val
}

/** [buckets, 3]: left edge, right edge, count. */
function bucketTensor(buckets: readonly Bucket[]): MessageWriter {
  const content = new DataView(new ArrayBuffer(24 * buckets.length));
  buckets.forEach(({ left, right, count }, i) => {
    [left, right, count].forEach((number, j) => {
      content.setFloat64(24 * i + 8 * j, number, true);
    });
  });
  return tensor(DT_DOUBLE, [buckets.length, 3]).blob(4, new Uint8Array(content.buffer)); // tensor_content
}

function tensor(dtype: number, shape: readonly number[]): MessageWriter {
  const dimensions = new MessageWriter();
  for (const size of shape) dimensions.message(2, new MessageWriter().int(1, size)); // dim { size }
  return new MessageWriter().int(1, dtype).message(2, dimensions); // dtype, tensor_shape
}
