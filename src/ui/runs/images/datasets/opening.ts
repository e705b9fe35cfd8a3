// From a folder or archive that people hand over to datasets that are kept: look for them, let people choose, take them.

import { service } from '../../../../client';
import type { DiscoveredDataset } from '../../../../wire/images';
import { attempt } from '../../../components/attempt';
import { wordsOf } from '../../../components/errors';
import type { Offer, Wanted } from '../../../reviews/datasets/import/sources';
import { CHOOSE, type Finding, useImages } from '../store';

/** What of a folder counts: the service says which of these it cannot read. */
export const IMAGE_FOLDERS: Wanted = {
  files: /\.(png|jpe?g|webp|gif|bmp|txt)$/i,
  tables: null,
  nothing:
    'There are neither images nor texts in the folder. Expected are folders <name>/train and <name>/test, each with a folder of images (PNG, JPEG, WebP) or of .txt files for every class.',
};

/** A new source, or closing, gives the last one up. */
let work = new AbortController();

function renew(): AbortSignal {
  work.abort();
  work = new AbortController();
  return work.signal;
}

function set(finding: Finding): void {
  useImages.setState({ finding });
}

/** Looks for datasets in what was handed over. Never rejects. */
export async function look({ name, gather }: Offer): Promise<void> {
  const signal = renew();
  set({ stage: 'gathering', name, found: 0 });
  try {
    const source = await gather((found) => set({ stage: 'gathering', name, found }), signal);
    signal.throwIfAborted();
    set({ stage: 'looking', name });
    const sets = await service.images.discover(source);
    if (!signal.aborted) set({ stage: 'found', name, sets, chosen: takeable(sets), starting: false });
  } catch (error) {
    if (!signal.aborted) set({ stage: 'choose', refusal: { name, message: wordsOf(error) } });
  }
}

/** All that can be. */
function takeable(sets: readonly DiscoveredDataset[]): string[] {
  return sets.filter(({ problem }) => problem === null).map(({ name }) => name);
}

export function giveUp(): void {
  renew();
  set(CHOOSE);
}

export function choose(name: string, wanted: boolean): void {
  const { finding } = useImages.getState();
  if (finding.stage !== 'found') return;
  const others = finding.chosen.filter((other) => other !== name);
  set({ ...finding, chosen: wanted ? [...others, name] : others });
}

/** Begins to take what is chosen; where it cannot, the choice stays. */
export async function take(): Promise<void> {
  const { finding } = useImages.getState();
  if (finding.stage !== 'found' || finding.starting) return;
  const { signal } = work;
  set({ ...finding, starting: true });
  const begun = await attempt('take the datasets', async () => {
    await service.images.take(finding.chosen);
    return true;
  });
  const texts = finding.sets.filter(({ name, kind }) => kind === 'texts' && finding.chosen.includes(name));
  if (begun) useImages.setState({ takenTexts: texts.map(({ name }) => name) });
  if (signal.aborted) return;
  set(begun ? CHOOSE : { ...finding, starting: false });
}

export function cancelTake(): Promise<unknown> {
  return attempt('cancel the import', () => service.images.cancelTake());
}
