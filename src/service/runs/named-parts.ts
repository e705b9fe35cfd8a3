// Folders to judge by that a configuration names, against the parts that their dataset has. Without a part of its own a dataset is
// judged by a share of the training part, or not tested: nothing of that is what somebody who names a folder asked for.

import { readDataset } from '../../storage/datasets';
import { readImageSet } from '../../storage/images';
import type { ExperimentConfig } from '../configs/schema';
import { readAbout as readTextsAbout } from '../datasets/about';
import { invalid } from '../errors';
import { readAbout as readImagesAbout } from '../images/about';
import { SHIPPED_ID, SHIPPED_SUMMARY } from '../images/shipped';
import { meant } from '../names';
import { keptImages, keptTexts, UNADDED } from './kept-data';
import { type PartName, placesOf } from './places';

/** @throws ServiceError 'invalid' for a folder to judge or to test by that is not there */
export async function checkNamedParts(config: ExperimentConfig): Promise<void> {
  if (config.kind !== 'text' && config.kind !== 'image') return;
  const { dataset, parts } = placesOf(config.data);
  const named = (['val', 'test'] as const).filter((role) => config.data[`${role}_data_dir`] !== null);
  if (named.length === 0) return;
  const there = await (config.kind === 'image' ? partsOfImages(dataset) : partsOfTexts(dataset));
  for (const role of named) {
    const part = parts[role];
    if (part === null || there === null || there.includes(part)) continue;
    const has = there.length > 0 ? `it has ${there.join(', ')}` : 'it is not parted';
    throw invalid(`data.${role}_data_dir`, `“${dataset}” has no part ${part}; ${has}. Leave it out to do without one.`);
  }
}

/** Null where what is stored of it cannot be read: its job says so. */
async function partsOfImages(wanted: string): Promise<readonly PartName[] | null> {
  const id = meant(wanted, await keptImages())?.id ?? '';
  const parts = id === SHIPPED_ID ? SHIPPED_SUMMARY.parts : readImagesAbout((await readImageSet(id))?.about)?.parts;
  return parts?.filter(({ n }) => n > 0).map(({ part }) => part) ?? null;
}

const PART_OF = { train: 'train', validation: 'val', test: 'test', none: null } as const;

async function partsOfTexts(wanted: string): Promise<readonly PartName[] | null> {
  const id = meant(wanted, await keptTexts())?.id ?? '';
  if (id === UNADDED) return ['train', 'val', 'test'];
  const figures = readTextsAbout((await readDataset(id))?.about)?.figures;
  if (!figures) return null;
  return figures.splits.flatMap(({ split, positive, negative, unlabelled }) => {
    const part = positive + negative + unlabelled > 0 ? PART_OF[split] : null;
    return part === null ? [] : [part];
  });
}
