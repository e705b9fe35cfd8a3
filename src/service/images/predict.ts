// Image models that answer: the latest few stay loaded, so that a drawing is answered while it is drawn. A picture of any
// kind is brought to the model's form as its training images were (./scale.ts).

import type { NnBackend } from '../../ml/compute/nn/types';
import { ImageError } from '../../ml/image/errors';
import { heatOver } from '../../ml/image/explain';
import { readImageModel } from '../../ml/image/files';
import { ImageModel } from '../../ml/image/model';
import { readImageSet } from '../../storage/images';
import { readTrainedFiles, readTrainedRecord } from '../../storage/trained';
import { ServiceError } from '../../wire/errors';
import type { ImagePrediction, PredictImage } from '../../wire/images';
import { invalid, messageOf } from '../errors';
import { Serial } from '../pace';
import type { ImageDecoder } from './decoder';
import { SetFiles } from './files';
import { inspect } from './inspect';
import type { ImageLimits } from './limits';
import { checkItem } from './listing';
import { asDecoded, type DecodedImage, toForm } from './scale';
import { SHIPPED_ID, SHIPPED_SHAPE, shippedImage, shippedListing } from './shipped';

interface PredictorDependencies {
  readonly decoder: ImageDecoder;
  readonly createNn: () => Promise<NnBackend>;
  readonly limits: ImageLimits;
}

interface Loaded {
  /** What was stored of it when it was loaded: a run that goes on puts a better one in its place. */
  readonly record: string;
  readonly model: ImageModel;
}

/** Models that stay loaded. */
const KEPT = 3;

export class Predictor {
  private readonly models = new Map<string, Loaded>();
  /** One after the other: models share their buffers. */
  private readonly turns = new Serial();
  private nn: Promise<NnBackend> | null = null;
  private files: SetFiles | null = null;

  constructor(private readonly deps: PredictorDependencies) {}

  predict(request: PredictImage): Promise<ImagePrediction> {
    return this.turns.run(async () => {
      try {
        return await this.answer(request);
      } catch (error) {
        if (error instanceof ImageError) throw invalid(error.field, error.message);
        throw error;
      }
    });
  }

  private async answer(request: PredictImage): Promise<ImagePrediction> {
    const model = await this.model(request.model);
    const picture = await this.picture(request);
    const start = performance.now();
    const { shape, classes } = model.config;
    const bytes = toForm(picture, shape);
    const values = Float32Array.from(bytes, (byte) => byte / 255);
    const probabilities = await model.predict(values);
    const heat = request.explain ? await heatOf(model, values, request.target ?? likeliest(probabilities)) : null;
    const milliseconds = performance.now() - start;
    return { classes, probabilities, seen: seenAs(bytes, model), heat, milliseconds };
  }

  /** Rejects 'not_found' where there is none of that id. */
  private async model(id: string): Promise<ImageModel> {
    const stored = await readTrainedRecord(id);
    if (stored === undefined) {
      this.unload(id);
      throw new ServiceError('not_found', 'There is no such model.', [{ field: 'model', message: String(id) }]);
    }
    const record = JSON.stringify(stored);
    const found = this.models.get(id);
    if (found?.record === record) {
      this.models.delete(id);
      this.models.set(id, found);
      return found.model;
    }
    const nn = await this.backend();
    const { config, weights } = readImageModel(await readTrainedFiles(id));
    this.unload(id);
    const model = new ImageModel(nn, config, weights);
    this.models.set(id, { record, model });
    const [oldest] = this.models.keys();
    if (this.models.size > KEPT) this.unload(oldest);
    return model;
  }

  /** A start that failed is tried again by the next question. */
  private backend(): Promise<NnBackend> {
    this.nn ??= this.deps.createNn().catch((error: unknown) => {
      this.nn = null;
      throw error;
    });
    return this.nn;
  }

  private unload(id: string): void {
    this.models.get(id)?.model.dispose();
    this.models.delete(id);
  }

  private async picture(request: PredictImage): Promise<DecodedImage> {
    switch (request.from) {
      case 'pixels':
        return checkedPixels(request);
      case 'file':
        return this.decoded(new Uint8Array(await request.file.arrayBuffer()), 'file');
      case 'dataset':
        return this.fromSet(request.dataset, request.item);
    }
  }

  private async decoded(file: Uint8Array<ArrayBuffer>, field: string): Promise<DecodedImage> {
    const found = inspect(file, this.deps.limits);
    if (typeof found === 'string') throw invalid(field, `This picture cannot be read: ${found}.`);
    return this.deps.decoder.decode(file).catch((error: unknown) => {
      const why = messageOf(error);
      throw invalid(field, `This picture cannot be read: ${why}.`);
    });
  }

  private async fromSet(id: string, item: number): Promise<DecodedImage> {
    if (id === SHIPPED_ID) {
      checkItem(shippedListing(), item);
      return asDecoded(shippedImage(item), SHIPPED_SHAPE);
    }
    const record = await readImageSet(id);
    if (!record) {
      throw new ServiceError('not_found', 'There is no such set of images.', [
        { field: 'dataset', message: String(id) },
      ]);
    }
    if (this.files?.record.id !== id) this.files = await SetFiles.open(record);
    checkItem(this.files.index, item);
    return this.decoded(await this.files.file(item), 'item');
  }
}

function checkedPixels(request: Extract<PredictImage, { from: 'pixels' }>): DecodedImage {
  const { pixels, width, height } = request;
  const sides = [width, height].every((side) => Number.isInteger(side) && side > 0);
  if (!sides || pixels.length !== width * height * 4) {
    throw invalid('pixels', `${width} × ${height} pixels are ${4 * width * height} values, not ${pixels.length}.`);
  }
  return { width, height, data: pixels };
}

async function heatOf(model: ImageModel, values: Float32Array, target: number): Promise<ImagePrediction['heat']> {
  const { height, width } = model.config.shape;
  const map = await model.explain(values, target);
  return { kind: map.kind, target, values: heatOver(map, height, width) };
}

function likeliest(probabilities: Float64Array): number {
  return probabilities.reduce((best, p, i) => (p > probabilities[best] ? i : best), 0);
}

/** For people: transparency over white. */
function seenAs(bytes: Uint8Array, { config }: ImageModel): ImagePrediction['seen'] {
  const { width, height, channels } = config.shape;
  if (channels === 1) return { width, height, channels, pixels: bytes };
  const data = channels === 4 ? bytes : asDecoded(bytes, config.shape).data;
  return { width, height, channels: 3, pixels: toForm({ width, height, data }, { width, height, channels: 3 }) };
}
