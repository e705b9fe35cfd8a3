// TensorBoard's event files, for scalars: const board = new ScalarFile(modelDir, 'logs'); board.scalar('loss', step, value);
// await board.flush() now and then, and at the end. A file is a sequence of TFRecords, each an Event of protocol buffers
// (tensorboard/compat/proto/event.proto, summary.proto).

const encoder = new TextEncoder();

/** @typedef {import('./types').ModelDir} ModelDir */

export class ScalarFile {
  /**
   * @param {ModelDir} modelDir
   * @param {string} folder where TensorBoard looks
   */
  constructor(modelDir, folder) {
    const now = Date.now() / 1000;
    this.modelDir = modelDir;
    this.path = `${folder}/events.out.tfevents.${String(Math.floor(now)).padStart(10, '0')}.module.0`;
    /** All records so far. */
    this.bytes = record([...double(1, now), ...block(3, encoder.encode('brain.Event:2'))]);
    this.pending = [];
  }

  /**
   * @param {string} tag
   * @param {number} step a whole number
   * @param {number} value
   */
  scalar(tag, step, value) {
    const summary = block(1, [...block(1, encoder.encode(tag)), ...float(2, value)]);
    this.pending.push(record([...double(1, Date.now() / 1000), ...whole(2, step), ...block(5, summary)]));
  }

  /** Writes what came since the last time. */
  async flush() {
    const parts = [this.bytes, ...this.pending];
    this.pending = [];
    this.bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      this.bytes.set(part, at);
      at += part.length;
    }
    await this.modelDir.write(this.path, this.bytes);
  }
}

function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return bytes;
}

const whole = (field, value) => [...varint(field * 8), ...varint(value)];
const block = (field, bytes) => [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
const double = (field, value) => [...varint(field * 8 + 1), ...little(8, (view) => view.setFloat64(0, value, true))];
const float = (field, value) => [...varint(field * 8 + 5), ...little(4, (view) => view.setFloat32(0, value, true))];

function little(size, write) {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}

/** Length, its check, the data, its check. */
function record(data) {
  const length = little(8, (view) => view.setUint32(0, data.length, true));
  return Uint8Array.from([...length, ...check(length), ...data, ...check(data)]);
}

/** CRC-32C, rotated and moved as TFRecord has it. */
function check(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  crc = ~crc >>> 0;
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  return little(4, (view) => view.setUint32(0, masked, true));
}
