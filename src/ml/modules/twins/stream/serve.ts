// serve.js of the archive of a model of a stream: whatever computed it where it learnt, it answers in double precision.

import { MixtureLearner } from '../../../stream/learners/mixture';
import { linearParts, networkParts } from '../../../stream/learners/network';
import { createPlain } from '../../../stream/learners/plain';
import { streamModuleOn } from '../../own/stream-serving';

export const { load, deserialize, predict, serialize } = streamModuleOn(({ config, about, task, state }) => {
  const d = about.features.length;
  if (config.id === 'mixture') return new MixtureLearner(config, d, state);
  const parts = config.id === 'network' ? networkParts(config, d, task) : linearParts(config, d, task);
  return createPlain(config, parts, state);
});
