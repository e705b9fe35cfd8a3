// Whether the data that a configuration names is here, in words for people.

import { SAMPLE_IMAGES } from '../../ml/samples/images';
import { SAMPLE_REVIEWS } from '../../ml/samples/reviews';
import { listDatasets } from '../../storage/datasets';
import { listImageSets } from '../../storage/images';
import { listStreamFiles } from '../../storage/stream';
import type { DataWanted } from './schema/data';

export interface DataFound {
  readonly name: string;
  readonly found: boolean;
  readonly message: string;
}

interface Kept {
  readonly id: string;
  readonly name: string;
}

type Named = Extract<DataWanted, { name: string }>;

const KINDS: Readonly<
  Record<
    Named['from'],
    { readonly list: () => Promise<readonly Kept[]>; readonly what: string; readonly where: string }
  >
> = {
  texts: {
    list: async () => [...(await listDatasets()), { id: 'sample', name: SAMPLE_REVIEWS.name }],
    what: 'dataset of texts',
    where: 'Import it on the Reviews page, under Datasets.',
  },
  images: {
    list: async () => [{ id: 'shipped', name: SAMPLE_IMAGES.name }, ...(await listImageSets())],
    what: 'dataset of images',
    where: 'Open its folder on the Runs page, under Datasets.',
  },
  table: { list: listStreamFiles, what: 'table', where: 'Add it on the Stream page, under Source.' },
};

/** @param points how many the Points page has */
export async function lookForData(wanted: DataWanted, points: () => Promise<number>): Promise<DataFound> {
  if (wanted.from === 'nowhere') return { name: '', found: false, message: wanted.message };
  if (wanted.from === 'points') return pointsOf(await points());
  const { list, what, where } = KINDS[wanted.from];
  const all = await list();
  const found = all.find(({ id }) => id === wanted.name) ?? all.find(({ name }) => name === wanted.name);
  if (found) return { name: found.name, found: true, message: `The ${what} “${found.name}” is here.` };
  return { name: wanted.name, found: false, message: `No ${what} “${wanted.name}” is here. ${where}` };
}

function pointsOf(n: number): DataFound {
  const name = 'Points';
  if (n > 0) {
    return {
      name,
      found: true,
      message: `The Points page has ${n.toLocaleString('en')} ${n === 1 ? 'point' : 'points'}.`,
    };
  }
  return { name, found: false, message: 'The Points page has no points yet. Add some there first.' };
}
