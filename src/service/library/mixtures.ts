// Saved mixtures as models of the library.

import { parameterCount } from '../../ml/gmm/params';
import { DEFAULT_OPTIONS, type Mixture } from '../../ml/gmm/types';
import { mixtureFiles } from '../../ml/modules/own';
import { addModel, isModelRecord, listModels, type ModelRecord, readModel } from '../../storage/models';
import { ServiceError } from '../../wire/errors';
import type { ModelsService } from '../../wire/service';
import { checkSavedMixture, inWords, type SavedMixture, sizeOf } from '../models';
import type { Abouts } from './about';
import { knownFormats } from './known-formats';
import type { Known, ModelSource } from './source';

export class Mixtures implements ModelSource {
  private readonly sizes = new Map<string, number>();

  constructor(
    private readonly models: ModelsService,
    private readonly abouts: Abouts,
    private readonly changed: () => void,
  ) {}

  async list(): Promise<readonly Known[]> {
    return (await listModels()).flatMap((record) => {
      try {
        return [this.known(record)];
      } catch {
        // One that is damaged must not hide all others; the Points page lists it still.
        return [];
      }
    });
  }

  async files(id: string) {
    return mixtureFiles(payloadOf(await this.record(id)).mixture);
  }

  readonly rename = (id: string, name: string) => this.models.rename(id, name);

  pack(id: string): Promise<ModelRecord> {
    return this.record(id);
  }

  remove(id: string): Promise<void> {
    return this.models.remove(id);
  }

  async restore(kept: unknown): Promise<void> {
    if (!isModelRecord(kept)) throw new ServiceError('internal', 'What was kept of the mixture is damaged.');
    await addModel(kept);
    this.changed();
  }

  /** A mixture from elsewhere. */
  async add(id: string, name: string, mixture: Mixture): Promise<void> {
    const { n_components, covariance_type, n_features } = mixture;
    const payload: SavedMixture = {
      mixture,
      options: { ...DEFAULT_OPTIONS, n_components, covariance_type },
      columns: Array.from({ length: n_features }, (_, j) => `x${j + 1}`),
      ...{ n_points: 0, log_likelihood: null },
    };
    await addModel({
      ...{ id, name, kind: 'mixture', created_at: new Date().toISOString() },
      ...{ bytes: sizeOf(mixture), description: inWords(payload), payload },
    });
    this.changed();
  }

  private async record(id: string): Promise<ModelRecord> {
    const record = await readModel(id);
    if (!isModelRecord(record)) throw new ServiceError('not_found', 'That model is no longer here.');
    return record;
  }

  /** Of the file that it is as a model; a saved mixture never changes. */
  private bytesOf(id: string, mixture: Mixture): number {
    const known = this.sizes.get(id);
    if (known !== undefined) return known;
    const bytes = [...mixtureFiles(mixture).values()].reduce((sum, file) => sum + file.length, 0);
    this.sizes.set(id, bytes);
    return bytes;
  }

  private known(record: ModelRecord): Known {
    const { id, name, version, created_at } = record;
    const { mixture, log_likelihood, n_points } = payloadOf(record);
    const { covariance_type, n_components, n_features } = mixture;
    return {
      ...{ id, name, kind: 'mixture', architecture: covariance_type, version, created_at },
      ...{ bytes: this.bytesOf(id, mixture), parent: null, data: learntFrom(n_points, n_features) },
      ...{ run: null, in_use: false },
      metrics: log_likelihood === null ? {} : { log_likelihood, ...(n_points > 0 && { points: n_points }) },
      formats: knownFormats('mixture'),
      parameters: parameterCount(covariance_type, n_components, n_features),
      origin: this.abouts.of(id).imported === null ? 'saved' : 'imported',
    };
  }
}

/** "200 points, 2 columns"; '' where that is not known, as of one from elsewhere. */
function learntFrom(points: number, columns: number): string {
  if (points === 0) return '';
  const counted = (count: number, one: string) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
  return `${counted(points, 'point')}, ${counted(columns, 'column')}`;
}

function payloadOf({ payload }: ModelRecord): SavedMixture {
  checkSavedMixture(payload);
  return payload;
}
