// Putting a sample set onto the plane, with a number of groups that suits it.

import { service } from '../../../client';
import { makeSample } from '../../../client/import';
import { DEFAULT_OPTIONS } from '../../../ml/gmm/types';
import { SAMPLES, type SampleId } from '../../../ml/samples';
import { attempt } from '../../components/attempt';
import { showDataset } from '../actions';
import { forOtherPoints } from '../defaults';
import { FIRST_VIEW, usePoints } from '../store';

/** Iterations a second; at full speed a small set is fitted before anyone has seen it move. */
const WATCHABLE = 10;

interface SampleRequest {
  readonly id: SampleId;
  readonly n: number;
  readonly seed: number;
  /**
   * Starts fitting at once, slowly enough to be watched: by the defaults, so that everyone sees the same, whatever was tried
   * on this device before.
   */
  readonly play?: boolean;
}

/** Grows with each that is asked for: each is made by itself, and an earlier one may be ready after a later. */
let asked = 0;

/** True once it is on show; false where it could not be, or another was asked for meanwhile. */
export async function takeSample({ id, n, seed, play = false }: SampleRequest): Promise<boolean> {
  const info = SAMPLES.find((sample) => sample.id === id)!;
  asked += 1;
  const turn = asked;
  const done = await attempt(`load “${info.name}”`, async () => {
    const dataset = await makeSample(id, { n, seed });
    if (turn !== asked) return false;
    const { state } = usePoints.getState();
    // In one step: a fit that is begun the moment after is of as many groups as suit these points.
    const options = forOtherPoints(play || !state ? DEFAULT_OPTIONS : state.options, info.n_components);
    if (!(await showDataset({ ...dataset, options }, `load “${info.name}”`))) return false;
    if (play) {
      usePoints.getState().set(FIRST_VIEW);
      await service.points.setSpeed(WATCHABLE, true);
      await service.points.control('play');
    }
    return true;
  });
  return done === true;
}
