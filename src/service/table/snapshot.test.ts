// States in links and files: what goes out comes back to the bit, and what was tampered with is refused by name.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, type Mixture } from '../../ml/gmm/types';
import { ServiceError } from '../../wire/errors';
import { SNAPSHOT_MARK, type Snapshot } from '../../wire/snapshot';
import { pack, unpack } from './link';
import { readSnapshot, writeSnapshot } from './snapshot';

const MIXTURE: Mixture = {
  covariance_type: 'full',
  n_components: 2,
  n_features: 2,
  weights: Float64Array.of(0.25, 0.75),
  means: Float64Array.of(0, 1, 2, 3),
  covariances: Float64Array.of(1, 0.5, 0.5, 2, 3, 0, 0, 1e-7),
};

function snapshot(data: readonly number[] = [1, 2, 3, 4], mixture: Mixture | null = MIXTURE): Snapshot {
  const points = { data: Float64Array.from(data), n: data.length / 2, d: 2 };
  const options = { ...DEFAULT_OPTIONS, n_components: 2, seed: 4294967295, epochs: 17 };
  return {
    dataset: { ...points, columns: ['x', 'größe'], source: 'a "file".csv', options, mixture },
    axes: { x: 1, y: 0 },
  };
}

function tampered(change: (value: Record<string, unknown>) => void): ServiceError {
  const value = JSON.parse(writeSnapshot(snapshot())) as Record<string, unknown>;
  change(value);
  try {
    readSnapshot(JSON.stringify(value));
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('snapshots', () => {
  it('with a version that is nested without end is refused in words', () => {
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
    const text = writeSnapshot(snapshot()).replace('"version":1', `"version":${deep}`);
    expect(() => readSnapshot(text)).toThrow(ServiceError);
  });

  it('come back whole', () => {
    expect(readSnapshot(writeSnapshot(snapshot()))).toEqual(snapshot());
    expect(readSnapshot(writeSnapshot(snapshot([], null)))).toEqual(snapshot([], null));
  });

  it('begin with the mark that files are known by', () => {
    expect(writeSnapshot(snapshot()).startsWith(SNAPSHOT_MARK)).toBe(true);
  });

  it('come back through a link, to the bit', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 });
    const rows = fc.array(fc.tuple(number, number), { maxLength: 40 }).map((pairs) => pairs.flat());
    await fc.assert(
      fc.asyncProperty(rows, async (data) => {
        const packed = await pack(writeSnapshot(snapshot(data)));
        expect(packed).toMatch(/^[A-Za-z0-9_-]+$/);
        expect([...readSnapshot(await unpack(packed)).dataset.data]).toEqual(data.map((value) => value + 0));
      }),
    );
  });

  it.each<[string, (value: Record<string, unknown>) => void]>([
    ['points.1.0', (value) => Object.assign(value, { points: [1, 2, 'x', 4] })],
    ['points.0.1', (value) => Object.assign(value, { points: [1, 1e101] })],
    ['points', (value) => Object.assign(value, { points: [1, 2, 3] })],
    ['columns', (value) => Object.assign(value, { columns: [] })],
    ['columns', (value) => Object.assign(value, { columns: Array(17).fill('x') })],
    ['options.n_components', (value) => Object.assign(value, { options: { n_components: 21 } })],
    ['options.method', (value) => Object.assign(value, { options: { method: 'magic' } })],
    ['options.forgetting', (value) => Object.assign(value, { options: { forgetting: 0 } })],
    ['options.constructor', (value) => Object.assign(value, { options: { constructor: 1 } })],
    ['mixture', (value) => Object.assign(value, { mixture: { weights: [1] } })],
    ['mixture', (value) => Object.assign(value.mixture as object, { weights: [0.5, 0.6] })],
    ['mixture', (value) => Object.assign(value.mixture as object, { covariances: [[[1]], [[1]]] })],
    ['mixture.means', (value) => Object.assign(value, { columns: ['x'], axes: [0, 0] })],
  ])('name what is wrong with %s', (field, change) => {
    const error = tampered(change);
    expect(error.code).toBe('invalid');
    expect(error.details.map((detail) => detail.field)).toEqual([field]);
  });

  it('refuse what is no snapshot, and a later version', () => {
    expect(() => readSnapshot('{"millrace"')).toThrow(/incomplete or damaged/);
    expect(() => readSnapshot('[]')).toThrow(/incomplete or damaged/);
    expect(() => readSnapshot('{"millrace":"text"}')).toThrow(/not a state/);
    expect(tampered((value) => Object.assign(value, { version: 2 })).message).toMatch(/newer/);
    expect(tampered((value) => Object.assign(value, { version: undefined })).message).toMatch(/damaged/);
  });

  it('fall back to the first columns for axes that do not exist', () => {
    const value = JSON.parse(writeSnapshot(snapshot())) as Record<string, unknown>;
    expect(readSnapshot(JSON.stringify({ ...value, axes: [0, 9] })).axes).toEqual({ x: 0, y: 1 });
  });
});

describe('links', () => {
  it('that are cut or garbled are refused', async () => {
    const packed = await pack(writeSnapshot(snapshot()));
    for (const bad of [packed.slice(0, packed.length / 2), `${packed}!`, 'AAAA', '', packed.replace(/^./, '_')]) {
      const outcome = await unpack(bad)
        .then(readSnapshot)
        .catch((error: unknown) => error);
      expect(outcome).toBeInstanceOf(ServiceError);
    }
  });

  it('that unpack to more than a link can hold are refused', async () => {
    const bomb = await pack('0'.repeat(20_000_000));
    expect(bomb.length).toBeLessThan(64 * 1024);
    await expect(unpack(bomb)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('anything at all gives a snapshot or a ServiceError', async () => {
    const packed = await pack(writeSnapshot(snapshot()));
    const edit = fc.tuple(fc.nat(packed.length - 1), fc.constantFrom(...'ABCxyz019-_%'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), edit), async (input) => {
        const text =
          typeof input === 'string' ? input : packed.slice(0, input[0]) + input[1] + packed.slice(input[0] + 1);
        const outcome = await unpack(text)
          .then(readSnapshot)
          .catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ServiceError);
      }),
      { numRuns: 300 },
    );
  });
});
