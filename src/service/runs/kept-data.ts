// The data that configurations can name, of each kind: for saying whether it is here (configs/present.ts) and for finding
// it when a run is started (find-data.ts), so that both mean the same.

import { SAMPLE_REVIEWS } from '../../ml/samples/reviews';
import { listDatasets } from '../../storage/datasets';
import { listImageSets } from '../../storage/images';
import { SHIPPED_ID, SHIPPED_SUMMARY } from '../images/shipped';
import type { Named } from '../names';

/** What each kind is called. */
export const DATA_WORDS = { texts: 'dataset of texts', images: 'dataset of images', table: 'table' } as const;

export type DataKind = keyof typeof DATA_WORDS;

/** The id of the sample reviews while they are not among the datasets: they are added when they are first wanted. */
export const UNADDED = '';

/** The sample reviews come with the app. */
export async function keptTexts(): Promise<readonly Named[]> {
  const kept = await listDatasets();
  const { name } = SAMPLE_REVIEWS;
  return kept.some((one) => one.name === name) ? kept : [...kept, { id: UNADDED, name }];
}

export async function keptImages(): Promise<readonly Named[]> {
  return [{ id: SHIPPED_ID, name: SHIPPED_SUMMARY.name }, ...(await listImageSets())];
}
