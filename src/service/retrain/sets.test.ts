// Which texts judge a new version where nothing else is there: the app's own, unless they are not to.

import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { PROBE } from '../../ml/samples/probe';
import { RETRAIN_DEFAULTS } from '../../wire/retrain';
import { retrainOptionsSchema } from '../../wire/retrain-schemas';
import { open } from '../datasets/datasets.fixture';
import { readJudging } from './sets';

it('the reviews that come with the app judge unless they are not to', async () => {
  const { parts } = await open();
  const judging = (probe: boolean) => {
    const job = { format: 1, run: 'r', champion: 'a', challenger: 'b', new_texts: 1, old_texts: 0 } as const;
    const nothing = { assigned: { train: [], held_out: [] }, judges: { new: [], old: [] } };
    return readJudging({ ...job, ...nothing, options: { ...RETRAIN_DEFAULTS, probe } }, parts);
  };
  expect(await judging(true)).toHaveLength(PROBE.length);
  expect(PROBE).toHaveLength(200);
  expect(await judging(false)).toEqual([]);
  // As an earlier version kept them.
  const { probe, ...earlier } = RETRAIN_DEFAULTS;
  expect(retrainOptionsSchema.parse(earlier)).toEqual(RETRAIN_DEFAULTS);
});
