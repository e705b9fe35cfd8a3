// The images of a run: to train on, to judge epochs by, to test with.

import type { Pause } from '../../../ml/gmm/stretches';
import type { Images } from '../../../ml/image/images';
import { readImageSet } from '../../../storage/images';
import { ServiceError } from '../../../wire/errors';
import type { ImageConfig } from '../../configs/schema';
import { invalid } from '../../errors';
import type { ImageDecoder } from '../../images/decoder';
import { SetFiles } from '../../images/files';
import { imagesOf, type SetImages } from '../../images/reading';
import { SHIPPED_ID, SHIPPED_SUMMARY } from '../../images/shipped';
import type { JobData } from '../job';
import { Fingerprint } from './fingerprint';
import { holdOut } from './hold-out';
import { partsInWords } from './words';

export interface ImageParts {
  readonly train: SetImages;
  /** Judged after each epoch, never trained on; may be empty, as `test` may. */
  readonly held: SetImages;
  readonly test: SetImages;
  readonly classes: readonly string[];
  /** For people. */
  readonly description: string;
  /** Which images they are, by their numbers and classes. */
  readonly fingerprint: string;
  /** Of which set: another of the same name may have as many of each class. */
  readonly contents: string;
}

type ImageData = Extract<JobData, { kind: 'images' }>;

/**
 * The dataset's own parts as the configuration names them; where there is none to judge epochs by, a share of the training
 * part. Rejects ServiceError 'invalid' where there is nothing to train on.
 */
export async function imagePartsOf(
  { dataset, parts }: ImageData,
  { model, data, seed }: ImageConfig,
  decoder: ImageDecoder,
  pause: Pause,
): Promise<ImageParts> {
  const shape = { height: model.image_size, width: model.image_size, channels: model.channels };
  const read = (part: NonNullable<ImageData['parts']['val']>) => imagesOf(dataset, part, shape, decoder, { pause });
  const all = await read(parts.train ?? 'train');
  if (all.size === 0) throw invalid('data.dataset', 'There are no images to train on in it that can be read.');
  const own = await read(parts.val ?? 'val');
  const test = await read(parts.test ?? 'test');
  const share = own.size > 0 ? 0 : data.held_out;
  const { train, held } = holdOut(all.labels, { share, limit: data.limit, seed });
  const made = { train: chosen(all, train), held: own.size > 0 ? own : chosen(all, held), test };
  const { name, contents } = dataset === SHIPPED_ID ? SHIPPED : await storedSet(dataset);
  const counts = { train: made.train.size, [own.size > 0 ? 'val' : 'held out']: made.held.size, test: test.size };
  return {
    ...made,
    classes: all.classes,
    description: `${name}: ${partsInWords(counts)}`,
    fingerprint: fingerprintOf([made.train, made.held]),
    contents,
  };
}

const SHIPPED = { name: SHIPPED_SUMMARY.name, contents: SHIPPED_ID };

/** Files of a set, in an even spread, and bytes of each that are looked at. */
const FILES = 8;
const FILE_BYTES = 2 ** 16;

async function storedSet(id: string): Promise<Pick<ImageParts, 'contents'> & { readonly name: string }> {
  const record = await readImageSet(id);
  if (!record) throw new ServiceError('conflict', 'The images were removed while they were read.');
  const files = await SetFiles.open(record);
  const print = new Fingerprint();
  print.add(record.bytes);
  for (let i = 0; i < FILES; i++) {
    const file = await files.file(Math.floor((i * record.n) / FILES));
    for (const byte of file.subarray(0, FILE_BYTES)) print.add(byte);
  }
  return { name: record.name, contents: print.toString() };
}

/** Some of the images. */
function chosen(images: SetImages, positions: Uint32Array): SetImages {
  const { shape, classes } = images;
  const load: Images['load'] = (indices, out) =>
    images.load(
      Uint32Array.from(indices, (index) => positions[index]),
      out,
    );
  return {
    ...{ shape, classes, size: positions.length, load },
    labels: Int32Array.from(positions, (position) => images.labels[position]),
    items: positions.map((position) => images.items[position]),
  };
}

function fingerprintOf(sets: readonly SetImages[]): string {
  const print = new Fingerprint();
  for (const { items, labels } of sets) {
    print.add(items.length);
    items.forEach((item, i) => {
      print.add(item);
      print.add(labels[i]);
    });
  }
  return print.toString();
}
