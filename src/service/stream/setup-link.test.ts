// Set-ups of streams in links: what goes out comes back, and what was tampered with is refused by name.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../wire/errors';
import type { StreamConfig } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { pack, unpack } from '../table/link';
import { readSetup, writeSetup } from './setup-link';

const SETUP: StreamConfig = {
  ...DEFAULT_STREAM_CONFIG,
  source: { ...DEFAULT_STREAM_CONFIG.source, id: 'led', seed: 4294967295, noise: 0.125 },
  learner: { ...DEFAULT_STREAM_CONFIG.learner, id: 'linear', hidden: [], learning_rate: 0.003, compute: 'cpu' },
  ...{ replay: 500, detectors: ['kswin'], reset_on_drift: true, save_every: 'batch' },
};

function tampered(config: unknown, rest: object = {}): ServiceError {
  try {
    readSetup(JSON.stringify({ ...JSON.parse(writeSetup(SETUP)), config, ...rest }));
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('a set-up in a link', () => {
  it('comes back whole, short enough for any chat', async () => {
    const packed = await pack(writeSetup(SETUP));
    expect(packed.length).toBeLessThan(1000);
    expect(readSetup(await unpack(packed))).toEqual(SETUP);
  });

  it('leaves the file behind, which is of this device', () => {
    const source = { ...SETUP.source, id: 'file' as const, file: { id: 'f', target: 'y' } };
    expect(writeSetup({ ...SETUP, source })).not.toContain('"target"');
    const sent = JSON.stringify({ millrace: 'stream', version: 1, config: { source } });
    expect(readSetup(sent).source).toMatchObject({ id: 'file', file: null });
  });

  it('may leave out what is as it is at first', () => {
    const read = readSetup(
      '{"millrace":"stream","version":1,"config":{"source":{"drift":{"kind":"none"}},"replay":3}}',
    );
    const { source } = DEFAULT_STREAM_CONFIG;
    const drift = { ...source.drift, kind: 'none' };
    expect(read).toEqual({ ...DEFAULT_STREAM_CONFIG, replay: 3, source: { ...source, drift } });
  });

  it.each<[string, unknown]>([
    ['source.id', { source: { id: 'disk' } }],
    ['source.batch_size', { source: { batch_size: 1e9 } }],
    ['source.drift.position', { source: { drift: { position: 0.5 } } }],
    ['learner.hidden.0', { learner: { hidden: [1e6] } }],
    ['learner.learning_rate', { learner: { learning_rate: null } }],
    ['detectors', { detectors: ['adwin', 'adwin'] }],
    ['replay', { replay: '7' }],
    ['speed', { speed: 1 }],
    ['learner.constructor', { learner: { constructor: 1 } }],
  ])('names what is wrong with %s', (field, config) => {
    const error = tampered(config);
    expect(error.code).toBe('invalid');
    expect(error.details.map((detail) => detail.field)).toEqual([field]);
  });

  it('is refused where it is none, and of a later version', () => {
    for (const text of ['', '{"millrace"', '[]', 'null', '{"millrace":"points","version":1}']) {
      expect(() => readSetup(text)).toThrow(ServiceError);
    }
    expect(tampered({}, { version: 2 }).message).toMatch(/newer/);
    expect(tampered({}, { version: [[]] }).message).toMatch(/damaged/);
    expect(tampered([]).code).toBe('invalid');
  });

  it('is a set-up or a ServiceError, whatever was sent', () => {
    const known = JSON.parse(writeSetup(SETUP)) as object;
    const sent = fc.oneof(
      fc.json(),
      fc.jsonValue().map((config) => JSON.stringify({ ...known, config })),
      fc.tuple(fc.constantFrom(...Object.keys(SETUP)), fc.jsonValue()).map(([key, value]) => {
        return JSON.stringify({ ...known, config: { ...SETUP, [key]: value } });
      }),
    );
    fc.assert(
      fc.property(sent, (text) => {
        try {
          readSetup(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ServiceError);
        }
      }),
    );
  });
});
