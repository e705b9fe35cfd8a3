// What a model is asked to see what a precision costs: its own held-out data where that is here, else what comes with the app
// or is generated. Read in the library's worker.

import { readImageModel } from '../../ml/image/files';
import { type Images, pixelsOf } from '../../ml/image/images';
import { Rng } from '../../ml/rng';
import type { LabelledText } from '../../ml/text/types';
import { listStreamFiles } from '../../storage/stream';
import { type StreamRunConfig, streamConfigOf } from '../configs/schema';
import type { ImageDecoder } from '../images/decoder';
import { Breath } from '../pace';
import type { JobData } from '../runs/job';
import { imagePartsOf } from '../runs/jobs/image-parts';
import { testTextsOf, textPartsOf } from '../runs/jobs/text-data';
import { feedOpener } from '../stream/feed';
import type { HeldOut } from './held-out';
import type { Files } from './source';

/** `labels`: numbers of classes, where they are known. */
interface Said {
  /** For people: "200 held-out images of the run". */
  readonly data: string;
  readonly labels: ArrayLike<number> | null;
}

export interface Texts extends Said {
  readonly texts: readonly string[];
}
/** [n, height, width, channels], 0…1. */
export interface Pictures extends Said {
  readonly pixels: Float32Array;
}
/** [n, d], as they come; null: as the scaling leaves them, `scaled` is true. */
export interface Rows extends Said {
  readonly X: Float64Array;
  readonly n: number;
  readonly scaled: boolean;
}

const TEXTS = 100;
const EXAMPLES = 200;

export async function textsFor(held: HeldOut | null): Promise<Texts> {
  if (held?.kind === 'labels') return ofTexts(held.texts, 'of your held-out reviews');
  if (held?.kind === 'run' && held.config.kind === 'text' && held.data.kind === 'texts') {
    const { held_out } = await textPartsOf(held.data, held.config);
    const texts = held_out.length > 0 ? held_out : await testTextsOf(held.data);
    if (texts.length > 0) return ofTexts(texts, 'held-out texts of the run');
  }
  // Only where it is needed: it is no small file.
  const { PROBE } = await import('../../ml/samples/probe');
  return ofTexts(PROBE, 'short reviews that come with the app');
}

function ofTexts(all: readonly LabelledText[], words: string): Texts {
  const some = spread(all.length, TEXTS).map((i) => all[i]);
  const labels = some.map(({ label }) => Number(label >= 0.5));
  return { texts: some.map(({ text }) => text), labels, data: `${some.length} ${words}` };
}

export async function picturesFor(
  files: Files,
  held: HeldOut | null,
  decoder: ImageDecoder | undefined,
): Promise<Pictures> {
  const { config } = readImageModel(files);
  const each = pixelsOf(config.shape);
  if (held?.kind === 'run' && held.config.kind === 'image' && held.data.kind === 'images' && decoder) {
    const breath = new Breath();
    const parts = await imagePartsOf(held.data, held.config, decoder, () => breath.take());
    const images: Images = parts.held.size > 0 ? parts.held : parts.test;
    const same = (['height', 'width', 'channels'] as const).every((side) => images.shape[side] === config.shape[side]);
    if (images.size > 0 && same) {
      const chosen = spread(images.size, EXAMPLES);
      const pixels = new Float32Array(chosen.length * each);
      await images.load(chosen, pixels);
      const labels =
        parts.classes.join('\n') === config.classes.join('\n') ? chosen.map((i) => images.labels[i]) : null;
      return { pixels, labels, data: `${chosen.length} held-out images of the run` };
    }
  }
  const rng = new Rng(1);
  const pixels = Float32Array.from({ length: EXAMPLES * each }, () => rng.uniform());
  return { pixels, labels: null, data: `${EXAMPLES} generated pictures` };
}

export async function rowsFor(features: readonly string[], held: HeldOut | null): Promise<Rows> {
  if (held?.kind === 'run' && held.config.kind === 'stream') {
    const found = await rowsOfStream(held.config, held.data);
    // A run of a stream is asked about each row before it learns from it: there are none that it never sees.
    if (found && found.d === features.length) {
      return { ...found, scaled: false, data: `${found.n} rows of the run’s stream` };
    }
  }
  const rng = new Rng(1);
  const X = Float64Array.from({ length: EXAMPLES * features.length }, () => rng.normal());
  return { X, n: EXAMPLES, labels: null, scaled: true, data: `${EXAMPLES} generated rows` };
}

async function rowsOfStream(config: StreamRunConfig, data: JobData) {
  const stream = streamConfigOf(config);
  const { file } = config.data;
  const placed =
    data.kind === 'table' && file
      ? { ...stream, source: { ...stream.source, file: { id: data.file, target: file.target } } }
      : stream;
  const none = async () => {
    throw new Error('Runs learn from tables and generators alone.');
  };
  const files = await listStreamFiles();
  const open = feedOpener({ files: () => files, reviews: none, points: none });
  const { source } = await open({ config: placed, memento: undefined, first: undefined, known: undefined });
  const batch = source.next(EXAMPLES);
  if (!batch || batch.n === 0) return null;
  const { X, y, n, d } = batch;
  return { X, n, d, labels: source.info.task.kind === 'classification' ? y : null };
}

/** At most `most` of `n` places, evenly spread. */
function spread(n: number, most: number): number[] {
  const count = Math.min(n, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * n) / count));
}
