// Putting a sample set onto the plane, with a number of groups that suits it.

import { service } from '../../../client';
import { makeSample } from '../../../client/import';
import { SAMPLES, type SampleId } from '../../../ml/samples';
import { attempt } from '../../components/attempt';
import { showDataset } from '../actions';

/** Iterations a second; at full speed a small set is fitted before anyone has seen it move. */
const WATCHABLE = 10;

interface SampleRequest {
  readonly id: SampleId;
  readonly n: number;
  readonly seed: number;
  /** Starts fitting at once, slowly enough to be watched. */
  readonly play?: boolean;
}

export async function takeSample({ id, n, seed, play = false }: SampleRequest): Promise<boolean> {
  const info = SAMPLES.find((sample) => sample.id === id)!;
  const done = await attempt(`load “${info.name}”`, async () => {
    const dataset = await makeSample(id, { n, seed });
    if (!(await showDataset(dataset, `load “${info.name}”`))) return false;
    await service.points.setOptions({
      n_components: info.n_components,
      weights_init: undefined,
      means_init: undefined,
      precisions_init: undefined,
    });
    if (play) {
      await service.points.setSpeed(WATCHABLE, true);
      await service.points.control('play');
    }
    return true;
  });
  return done === true;
}
