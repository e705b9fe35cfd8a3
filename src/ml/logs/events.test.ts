// Event files against TensorBoard's own bytes (scripts/golden_logs.py), and what damage does to them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c';
import { LogError } from './errors';
import { readEvents } from './event-reader';
import { eventRecord, versionRecord } from './event-writer';
import { type EventValue, eventFileName, FILE_VERSION, type LogEvent } from './events';
import golden from './golden/events.json';

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

function fileOf(events: readonly LogEvent[], begun = 1700000000): Uint8Array {
  return new Uint8Array(Buffer.concat([versionRecord(begun), ...events.map(eventRecord)]));
}

function eventOf(wallTime: number, step: number, ...values: EventValue[]): LogEvent {
  return { wall_time: wallTime, step, file_version: null, values };
}

const scalars = (form: 'simple' | 'tensor') =>
  golden.scalars.map(([tag, step, value, at]) => {
    const number = value === 'inf' ? Number.POSITIVE_INFINITY : Number(value);
    return eventOf(Number(at), Number(step), { kind: 'scalar', tag: String(tag), value: number, form });
  });
const texts = golden.texts.map(([tag, step, text, at]) =>
  eventOf(Number(at), Number(step), { kind: 'text', tag: String(tag), text: String(text) }),
);
const histograms = golden.histograms.map(([tag, step, rows, at]) => {
  const buckets = (rows as number[][]).map(([left, right, count]) => ({ left, right, count }));
  return eventOf(Number(at), Number(step), { kind: 'histogram', tag: String(tag), buckets });
});

describe('CRC-32C', () => {
  it('gives the values of RFC 3720, B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  });

  it('is masked as TensorFlow masks it', () => {
    const plain = crc32c(new Uint8Array(32));
    const rotated = ((plain >>> 15) | (plain << 17)) >>> 0;
    expect(maskedCrc32c(new Uint8Array(32))).toBe((rotated + 0xa282ead8) % 2 ** 32);
  });
});

describe('event files', () => {
  it.each([
    ['simple', scalars('simple')],
    ['tensor', scalars('tensor')],
    ['text', texts],
    ['histogram', histograms],
  ] as const)('are byte for byte TensorBoard’s: %s', (name, events) => {
    expect(Buffer.from(fileOf(events)).toString('base64')).toBe(golden[name]);
  });

  it('are read from TensorBoard’s: scalars to single precision, everything else exactly', () => {
    const read = readEvents(fromBase64(golden.tensor));
    expect(read.cut).toBeNull();
    expect(read.events[0]).toEqual({ wall_time: 1700000000, step: 0, file_version: FILE_VERSION, values: [] });
    const single = scalars('tensor').map((event) => ({
      ...event,
      values: event.values.map((value) => ('value' in value ? { ...value, value: Math.fround(value.value) } : value)),
    }));
    expect(read.events.slice(1)).toEqual(single);
    expect(readEvents(fromBase64(golden.text)).events.slice(1)).toEqual(texts);
    expect(readEvents(fromBase64(golden.histogram)).events.slice(1)).toEqual(histograms);
  });

  it('are read as the plugins’ own functions write them, with descriptions and packed or plain numbers', () => {
    const { events } = readEvents(fromBase64(golden.plugins));
    const [loss, notes, w] = events.slice(1).map(({ values }) => values[0]);
    expect(loss).toEqual({ kind: 'scalar', tag: 'loss', value: 0.25, form: 'tensor' });
    expect(notes).toEqual({ kind: 'text', tag: 'notes', text: '**bold**' });
    expect(w).toEqual({
      kind: 'histogram',
      tag: 'w',
      buckets: [
        { left: 0, right: 1, count: 1 },
        { left: 1, right: 2, count: 3 },
      ],
    });
  });

  it('come back as they were written, whatever the values', () => {
    const tag = fc.string({ unit: 'grapheme' });
    const number = fc.double();
    const bucket = fc.record({ left: number, right: number, count: number });
    const value = fc.oneof(
      fc.record({
        kind: fc.constant('scalar' as const),
        tag,
        value: fc.float(),
        form: fc.constantFrom('simple' as const, 'tensor' as const),
      }),
      fc.record({ kind: fc.constant('text' as const), tag, text: fc.string({ unit: 'grapheme', maxLength: 300 }) }),
      fc.record({ kind: fc.constant('histogram' as const), tag, buckets: fc.array(bucket, { maxLength: 5 }) }),
    );
    const event = fc.record({
      wall_time: fc.double({ noNaN: true }),
      step: fc.maxSafeInteger(),
      file_version: fc.constant(null),
      values: fc.array(value, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), (events) => {
        expect(readEvents(fileOf(events)).events.slice(1)).toEqual(events);
      }),
    );
  });
});

describe('damaged event files', () => {
  const file = fileOf(scalars('simple'));
  const starts = [0];
  for (const event of [null, ...scalars('simple')].slice(0, -1)) {
    starts.push(starts[starts.length - 1] + (event ? eventRecord(event) : versionRecord(1700000000)).length);
  }

  it('are refused with the offset of the record, wherever one bit is wrong', () => {
    for (let at = 0; at < file.length; at++) {
      const wrong = file.slice();
      wrong[at] ^= 1 << (at % 8);
      const record = starts.findLast((start) => start <= at);
      const error = caught(() => readEvents(wrong));
      expect(error).toBeInstanceOf(LogError);
      expect((error as LogError).offset).toBe(record);
      expect((error as LogError).message).toContain(`byte ${record}`);
    }
  });

  it('that are cut off give all whole records, and say where the cut one begins', () => {
    for (let length = 0; length < file.length; length++) {
      const { events, cut } = readEvents(file.subarray(0, length));
      const whole = starts.includes(length);
      expect(events.length).toBe(starts.filter((start) => start <= length).length - 1);
      expect(cut).toBe(whole ? null : starts.findLast((start) => start <= length));
    }
  });

  it('never end in another error, whatever the bytes in a rightly framed record', async () => {
    const { frame } = await import('./tfrecord');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const error = caught(() => readEvents(frame(bytes)));
        expect(error === null || error instanceof LogError).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('names of event files', () => {
  it('are seconds, host and number, safe for a file system', () => {
    expect(eventFileName(1700000000.9)).toBe('events.out.tfevents.1700000000.millrace.0');
    expect(eventFileName(5, 'my host/..\\x', 3)).toBe('events.out.tfevents.0000000005.my-host-..-x.3');
  });
});

function caught(action: () => unknown): unknown {
  try {
    action();
    return null;
  } catch (error) {
    return error;
  }
}
