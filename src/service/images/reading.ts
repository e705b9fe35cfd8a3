// Images of a part of a set as models take them: decoded once before anything else, so that it is known which can be,
// and had from the cache thereafter.

import type { Pause } from '../../ml/gmm/stretches';
import type { ImageShape } from '../../ml/image/config';
import { type Images, pixelsOf } from '../../ml/image/images';
import { changeImageSet, readImageSet } from '../../storage/images';
import { ServiceError } from '../../wire/errors';
import type { ImagePart } from '../../wire/images';
import { readAbout } from './about';
import type { ImageDecoder } from './decoder';
import { chunkWith, SetFiles } from './files';
import { itemsOfPart } from './listing';
import { type PixelSource, PixelStore, shippedPixelSource, storedPixels } from './pixels';
import { SHIPPED_ID, SHIPPED_SUMMARY, shippedListing } from './shipped';

export interface SetImages extends Images {
  /** Names of the set's classes, by number. */
  readonly classes: readonly string[];
  /** [size] each one's number in the set. */
  readonly items: Uint32Array;
}

interface ReadingOptions {
  /** Awaited between parts of the decoding; what it throws ends it. */
  readonly pause?: Pause | undefined;
  /** Images decoded, of all that will be. */
  readonly progress?: ((done: number, all: number) => void) | undefined;
}

interface Source {
  readonly name: string;
  readonly classes: readonly string[];
  /** Of all images of the set. */
  readonly labels: Uint16Array;
  readonly places: (item: number) => number;
  /** The part's images. */
  readonly items: Uint32Array;
  readonly pixels: PixelSource;
}

/**
 * The images of a part, in the set's order, those left out that cannot be decoded (the set's record lists them from then
 * on): none where the set has no such part. `dataset` is a set's id, or 'shipped'. Rejects 'not_found' where there is no
 * such set, 'conflict' when it goes meanwhile.
 */
export async function imagesOf(
  dataset: string,
  part: ImagePart,
  shape: ImageShape,
  decoder: ImageDecoder,
  { pause, progress }: ReadingOptions = {},
): Promise<SetImages> {
  const source = dataset === SHIPPED_ID ? shipped(part, shape) : await stored(dataset, part, shape, decoder);
  const store = new PixelStore(source.pixels);
  const where = (item: number) => locate(source, item);
  const unreadable: Unreadable[] = [];
  const byChunk = new Map<number, number[]>();
  for (const item of source.items) {
    const { chunk } = where(item);
    byChunk.set(chunk, [...(byChunk.get(chunk) ?? []), item]);
  }
  let done = 0;
  for (const [number, items] of byChunk) {
    const reasons = new Map((await store.chunk(number)).failed.map(({ at, reason }) => [at, reason]));
    for (const item of items) {
      const reason = reasons.get(where(item).at);
      if (reason !== undefined) unreadable.push({ item, reason });
    }
    done += items.length;
    progress?.(done, source.items.length);
    await pause?.();
  }
  if (unreadable.length > 0) await note(dataset, unreadable);
  const bad = new Set(unreadable.map(({ item }) => item));
  const items = source.items.filter((item) => !bad.has(item));
  return {
    ...{ shape, items, size: items.length, classes: source.classes },
    labels: Int32Array.from(items, (item) => source.labels[item]),
    load: (indices, out) =>
      load(
        Array.from(indices, (index) => where(items[index])),
        store,
        pixelsOf(shape),
        out,
      ),
  };
}

interface Spot {
  readonly chunk: number;
  /** Its number in the chunk. */
  readonly at: number;
}

function locate({ pixels, places }: Source, item: number): Spot {
  const place = places(item);
  const chunk = chunkWith(pixels.starts, place);
  return { chunk, at: place - pixels.starts[chunk] };
}

async function load(spots: readonly Spot[], store: PixelStore, each: number, out: Float32Array): Promise<void> {
  for (const [i, { chunk, at }] of spots.entries()) {
    const { pixels } = await store.chunk(chunk);
    for (let j = 0; j < each; j++) out[i * each + j] = pixels[at * each + j] / 255;
  }
}

function shipped(part: ImagePart, shape: ImageShape): Source {
  const { labels, parts } = shippedListing();
  const { name, classes } = SHIPPED_SUMMARY;
  const items = itemsOfPart({ parts }, part);
  return { name, classes, labels, places: (item) => item, items, pixels: shippedPixelSource(shape) };
}

async function stored(id: string, part: ImagePart, shape: ImageShape, decoder: ImageDecoder): Promise<Source> {
  const record = await readImageSet(id);
  if (!record) {
    throw new ServiceError('not_found', 'There is no such set of images.', [{ field: 'dataset', message: id }]);
  }
  const about = readAbout(record.about);
  if (!about) throw new ServiceError('internal', `What is stored of ${record.name} is damaged. Import it again.`);
  const files = await SetFiles.open(record);
  const { labels, places } = files.index;
  const pixels = await storedPixels(files, shape, decoder);
  const items = itemsOfPart(files.index, part);
  return { name: record.name, classes: about.classes, labels, places: (item) => places[item], items, pixels };
}

interface Unreadable {
  readonly item: number;
  readonly reason: string;
}

const LISTED = 100;

/** Those that turned out to be unreadable join the set's list, each once. */
async function note(id: string, unreadable: readonly Unreadable[]): Promise<void> {
  const record = await readImageSet(id);
  if (!record) return;
  const { paths } = (await SetFiles.open(record)).index;
  const found = unreadable.map(({ item, reason }) => ({ path: paths[item], reason }));
  await changeImageSet(id, (current) => {
    const about = readAbout(current.about);
    if (!about) return current;
    const known = new Set(about.undecodable);
    const fresh = found.filter(({ path }) => !known.has(path));
    return {
      ...current,
      about: {
        ...about,
        undecodable: [...known, ...fresh.map(({ path }) => path)],
        unreadable: [...about.unreadable, ...fresh].slice(0, LISTED),
        unreadable_count: about.unreadable_count + fresh.length,
      },
    };
  });
}
