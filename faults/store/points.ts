// Invariants of what the Points page keeps, of mixtures that were saved, and of settings.

import { checkSavedMixture, sizeOf } from '../../src/service/models';
import { checkWorkspace } from '../../src/service/points/saved';
import { isModelRecord } from '../../src/storage/models';
import { CHUNK_ROWS } from '../../src/storage/workspace';
import { type Invariant, type Report, refusal, type Store } from './invariant';

export const POINTS_INVARIANTS: readonly Invariant[] = [
  {
    id: 'settings',
    says: 'Settings have names, and those of the Reviews page are texts',
    check: (store, report) => {
      for (const { key, value } of store.all('settings')) {
        if (typeof key !== 'string') report(`settings ${String(key)}`, 'its key is no text');
        const isText = key === 'reviews.draft' || key === 'reviews.serving';
        if (isText && typeof value !== 'string') report(`settings ${String(key)}`, 'it is no text');
      }
    },
  },
  {
    id: 'points',
    says: 'The points are as many as their record says, in whole chunks, each of them finite',
    check: checkPoints,
  },
  {
    id: 'workspace',
    says: 'The record of the Points page, with its fit, can be opened with these points',
    check: (store, report) => {
      const stored = store.get('workspace', 'current');
      if (stored === undefined) return;
      const { record, shape } = Object(stored) as { record?: unknown; shape?: { n: number; d: number } | null };
      const points = shape ? { ...shape, data: new Float64Array(shape.n * shape.d) } : null;
      const why = refusal(() => checkWorkspace(record, points));
      if (why !== null) report('workspace current', why);
    },
  },
  {
    id: 'mixtures',
    says: 'Every saved mixture can be used, and takes the bytes that its record says',
    check: (store, report) => {
      for (const { key, value } of store.all('models')) {
        const at = `models ${String(key)}`;
        if (!isModelRecord(value) || value.id !== key) {
          report(at, 'it is no record of a model of that id');
          continue;
        }
        const { payload, bytes } = value;
        const why = refusal(() => {
          checkSavedMixture(payload);
          const size = sizeOf(payload.mixture);
          if (size !== bytes) throw new Error(`it takes ${size} bytes, and its record says ${bytes}`);
        });
        if (why !== null) report(at, why);
      }
    },
  },
  {
    id: 'mixture-versions',
    says: 'No two saved mixtures have one name and one version',
    check: (store, report) => {
      const seen = new Set<string>();
      for (const { key, value } of store.all('models')) {
        if (!isModelRecord(value)) continue;
        const called = `${value.name} ${value.version}`;
        if (seen.has(called)) report(`models ${String(key)}`, `another is “${value.name}” of version ${value.version}`);
        seen.add(called);
      }
    },
  },
];

function checkPoints(store: Store, report: Report): void {
  const records = store.all('workspace');
  for (const { key } of records) if (key !== 'current') report(`workspace ${String(key)}`, 'there is one record only');
  const { shape } = Object(store.get('workspace', 'current') ?? { shape: null }) as { shape?: unknown };
  const { n, d } = shape === null ? { n: 0, d: 1 } : (Object(shape) as { n?: unknown; d?: unknown });
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(d)) {
    report('workspace current', 'it has no shape');
    return;
  }
  const chunks = store.all('pointChunks');
  const expected = Math.ceil(Number(n) / CHUNK_ROWS);
  if (chunks.length !== expected) report('pointChunks', `there are ${chunks.length}, and ${n} points take ${expected}`);
  for (const [i, { key, value }] of chunks.entries()) {
    const at = `pointChunks ${String(key)}`;
    const rows = Math.min(CHUNK_ROWS, Number(n) - i * CHUNK_ROWS);
    if (key !== i) report(at, `it should be number ${i}`);
    if (!(value instanceof Float64Array)) {
      report(at, 'it is no list of numbers');
      continue;
    }
    if (value.length !== rows * Number(d)) report(at, `it has ${value.length} numbers, not ${rows * Number(d)}`);
    if (!value.every(Number.isFinite)) report(at, 'not all of its numbers are finite');
  }
}
