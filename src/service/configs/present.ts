// Whether the data that a configuration names is here, in words for people.

import { listStreamFiles } from '../../storage/stream';
import { meant, type Named } from '../names';
import { DATA_WORDS, type DataKind, keptImages, keptTexts } from '../runs/kept-data';
import type { DataWanted } from './schema/data';

interface DataFound {
  readonly name: string;
  readonly found: boolean;
  readonly message: string;
}

const KINDS: Readonly<Record<DataKind, { readonly list: () => Promise<readonly Named[]>; readonly where: string }>> = {
  texts: { list: keptTexts, where: 'Import it on the Reviews page, under Datasets.' },
  images: { list: keptImages, where: 'Open its folder on the Runs page, under Images: Datasets of images.' },
  table: { list: listStreamFiles, where: 'Add it on the Stream page, under Source.' },
};

/** @param points how many the Points page has */
export async function lookForData(wanted: DataWanted, points: () => Promise<number>): Promise<DataFound> {
  if (wanted.from === 'nowhere') return { name: '', found: false, message: wanted.message };
  if (wanted.from === 'points') return pointsOf(await points());
  const { list, where } = KINDS[wanted.from];
  const what = DATA_WORDS[wanted.from];
  const found = meant(wanted.name, await list());
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
