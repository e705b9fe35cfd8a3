// A model's answer by its kind's module. Texts are scored by the background worker, pictures by the worker of images, the
// rest by the library's own: nothing is computed in this thread.

import { memoryDir } from '../../ml/modules';
import { type ImageClassifier, imageModule, type Picture, textModule } from '../../ml/modules/own';
import type { ImagesService } from '../../wire/images';
import type { PredictAnswer, PredictRequest } from '../../wire/library';
import type { ReviewsParts } from '../reviews/parts';
import { checkTexts } from '../reviews/sizes';
import type { LibraryHost } from './host';
import type { OwnKind } from './own-files';
import { serveWith } from './serving';
import type { Files } from './source';

interface Answerers {
  readonly reviews: Pick<ReviewsParts, 'background' | 'catalogue'>;
  readonly images: Pick<ImagesService, 'predict'>;
  readonly host: <T>(work: (host: LibraryHost) => Promise<T>) => Promise<T>;
}

/** Texts asked for at once: other jobs of the background worker take turns. */
const PART = 32;
const NOTHING = memoryDir();

export async function answerBy(
  { id, kind }: { readonly id: string; readonly kind: OwnKind },
  files: () => Promise<Files>,
  request: PredictRequest,
  { reviews, images, host }: Answerers,
): Promise<PredictAnswer> {
  switch (kind) {
    case 'text': {
      // What a run made is none of the Reviews page's models before it is taken there.
      if (!reviews.catalogue.has(id)) return ofFiles(kind, files, request, host);
      const score = async (texts: readonly string[]) => {
        checkTexts(texts);
        const scores: number[] = [];
        for (let at = 0; at < texts.length; at += PART) {
          const part = await reviews.background.score(id, texts.slice(at, at + PART));
          scores.push(...part.scores.map(({ score }) => score));
        }
        return scores;
      };
      return serveWith(
        textModule(() => ({ score })),
        NOTHING,
        request,
      );
    }
    case 'image': {
      const classifier: ImageClassifier = { answer: (picture) => images.predict(asked(id, picture)) };
      return serveWith(
        imageModule(() => classifier),
        NOTHING,
        request,
      );
    }
    case 'mixture':
    case 'stream':
      return ofFiles(kind, files, request, host);
  }
}

async function ofFiles(
  kind: OwnKind,
  files: () => Promise<Files>,
  request: PredictRequest,
  host: Answerers['host'],
): Promise<PredictAnswer> {
  const own = await files();
  return host((worker) => worker.serve({ kind, files: own }, request));
}

function asked(model: string, picture: Picture): Parameters<ImagesService['predict']>[0] {
  if (picture.kind === 'pixels') {
    const { pixels, width, height } = picture;
    return { model, explain: false, from: 'pixels', pixels, width, height };
  }
  const file = new Blob([picture.bytes.slice()], { type: picture.type });
  return { model, explain: false, from: 'file', file };
}
