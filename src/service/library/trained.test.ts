// Models that runs made: which model each goes on from, by the run's own configuration.

import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { saveRun } from '../../storage/runs';
import { deleteTrained, readTrainedRecord, saveTrained } from '../../storage/trained';
import type { RunsHandle } from '../runs';
import { blankRecord } from '../runs/plan';
import { type RunRecord, type TrainedRecord, toSummary } from '../runs/record';
import { Abouts } from './about';
import { Trained } from './trained';

const BASES = [
  { id: 'compact', name: 'Compact' },
  { id: 'b-2', name: 'My reviews' },
];

async function putRun(id: string, base: string | null | undefined): Promise<RunRecord> {
  const blank = blankRecord(id, id, new Date());
  const record: RunRecord = {
    ...blank,
    kind: 'text',
    phase: 'completed',
    resolved: { kind: 'text', model: { base, architecture: 'ngram' } },
  };
  await saveRun({ id, record });
  const trained: TrainedRecord = {
    ...{ format: 1, id: `${id}-best`, run: id, kind: 'text', role: 'best', epoch: 1, step: 1, bytes: 1, metrics: {} },
    ...{ created_at: blank.created_at, score: null },
  };
  await saveTrained({ id: trained.id, record: trained, files: new Map([['model.json', new Uint8Array(1)]]) });
  return record;
}

/** The library's part over runs that are there as long as `records` has them. */
function over(records: readonly RunRecord[]): Trained {
  const list = async () => records.map((record) => toSummary(record, 1));
  const service = { list } as Partial<RunsHandle['service']> as RunsHandle['service'];
  return new Trained(
    { service, restoreModel: () => {} },
    new Abouts(),
    () => {},
    () => BASES,
  );
}

it('a model of a run that was deleted since comes back as one of no run, as it was called', async () => {
  const records = [await putRun('short', null), await putRun('long', null)];
  const trained = over(records);
  const kept = await trained.pack('short-best');
  const { name: _name, ...before } = await trained.pack('long-best');
  await deleteTrained(['short-best', 'long-best']);
  await trained.restore(kept);
  expect(await readTrainedRecord('short-best')).toMatchObject({ run: 'short' });
  await deleteTrained(['short-best']);
  records.length = 0;
  await trained.restore(kept);
  // By a version that did not know what it was called.
  await trained.restore(before);
  const listed = (await trained.list()).map(({ id, name, run, origin }) => ({ id, name, run, origin }));
  expect(listed).toEqual([
    { id: 'long-best', name: 'long-best', run: null, origin: 'saved' },
    { id: 'short-best', name: 'short', run: null, origin: 'saved' },
  ]);
  expect([...(await trained.files('short-best')).keys()]).toEqual(['model.json']);
  await deleteTrained(['short-best', 'long-best']);
});

it('a model of a run was made from the model that its run names, by id or name', async () => {
  const wanted = { fine: 'compact', named: 'my reviews', fresh: null, gone: 'Deleted', other: undefined };
  const records: RunRecord[] = [];
  for (const [id, base] of Object.entries(wanted)) records.push(await putRun(id, base));
  const made = (await over(records).list()).map(({ run, parent, version, formats }) => [
    run,
    { parent, version, formats: formats.length },
  ]);
  expect(Object.fromEntries(made)).toEqual({
    fine: { parent: 'compact', version: 2, formats: 3 },
    named: { parent: 'b-2', version: 2, formats: 3 },
    fresh: { parent: null, version: 1, formats: 3 },
    gone: { parent: null, version: 1, formats: 3 },
    other: { parent: null, version: 1, formats: 3 },
  });
});
