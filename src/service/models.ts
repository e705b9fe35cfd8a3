// Saved models: the Points page's mixture under a name, with versions.

import { toEmModel } from '../ml/gmm/params';
import { COVARIANCE_TYPES, type FitOptions, type Mixture } from '../ml/gmm/types';
import {
  addModel,
  deleteModel,
  isModelRecord,
  type ModelRecord,
  readModel,
  readModels,
  renameModel,
} from '../storage/models';
import { ServiceError } from '../wire/errors';
import type { Notice, ServiceEvent } from '../wire/events';
import { MAX_COMPONENTS, MAX_DIMENSIONS } from '../wire/limits';
import { newId } from '../wire/new-id';
import type { ModelSummary, ModelsService } from '../wire/service';
import { checkName } from './names';

/** A mixture as it is saved: enough to show it, sample from it and go on training it. */
export interface SavedMixture {
  readonly mixture: Mixture;
  readonly options: FitOptions;
  readonly columns: readonly string[];
  readonly n_points: number;
  /** Total over the points it was saved with; null where it is not known for them. */
  readonly log_likelihood: number | null;
}

export interface ModelsDependencies {
  readonly emit: (event: ServiceEvent) => void;
  /** The page's mixture now, or null without one. */
  readonly current: () => SavedMixture | null | Promise<SavedMixture | null>;
  /** Makes it the page's model; rejects 'invalid' when the page's points have other dimensions. */
  readonly adopt: (saved: SavedMixture) => Promise<void>;
}

export function createModelsService({ emit, current, adopt }: ModelsDependencies): ModelsService {
  const gone = (id: string) =>
    new ServiceError('not_found', 'That model is no longer here.', [{ field: 'id', message: id }]);

  async function existing(id: string): Promise<ModelRecord> {
    const record = await readModel(id);
    if (!isModelRecord(record)) throw gone(id);
    return record;
  }

  let told = false;
  return {
    async list() {
      const { models, damaged } = await readModels();
      if (damaged > 0 && !told) {
        told = true;
        emit({ type: 'notice', notice: damageNotice(damaged) });
      }
      return models.map(toSummary);
    },

    async saveMixture(rawName) {
      const name = checkName(rawName);
      const saved = await current();
      if (!saved) throw new ServiceError('conflict', 'There is no model to save yet: fit one first.');
      const record = await addModel({
        id: newId(),
        name,
        kind: 'mixture',
        created_at: new Date().toISOString(),
        bytes: sizeOf(saved.mixture),
        description: inWords(saved),
        payload: saved,
      });
      emit({ type: 'models' });
      return toSummary(record);
    },

    async loadMixture(id) {
      const { payload } = await existing(id);
      checkSavedMixture(payload);
      await adopt(payload);
    },

    async rename(id, rawName) {
      const name = checkName(rawName);
      const renamed = await renameModel(id, name);
      if (!renamed) throw gone(id);
      const { version, done } = renamed;
      if (!done) throw new ServiceError('conflict', `There is a model “${name}” of version ${version} already.`);
      emit({ type: 'models' });
    },

    async remove(id) {
      await existing(id);
      await deleteModel(id);
      emit({ type: 'models' });
    },
  };
}

function damageNotice(damaged: number): Notice {
  const which = damaged === 1 ? 'One saved model is' : `${damaged} saved models are`;
  return {
    level: 'warning',
    title: `${which} damaged`,
    message: 'What is damaged was left where it is and is not listed; everything else is here, and in back-ups.',
  };
}

function toSummary({ payload: _, ...summary }: ModelRecord): ModelSummary {
  return summary;
}

export function sizeOf({ weights, means, covariances }: Mixture): number {
  return weights.byteLength + means.byteLength + covariances.byteLength;
}

export function inWords({ mixture, n_points }: SavedMixture): string {
  const { n_components, covariance_type, n_features } = mixture;
  const components = n_components === 1 ? '1 component' : `${n_components} components`;
  const columns = n_features === 1 ? '1 column' : `${n_features} columns`;
  const fitted = n_points === 0 ? '' : `, fitted to ${n_points.toLocaleString('en')} points`;
  return `${components}, ${covariance_type} covariance, ${columns}${fitted}`;
}

/** Throws when a stored or restored payload is not a mixture this version can use. */
export function checkSavedMixture(payload: unknown): asserts payload is SavedMixture {
  const saved = payload as Partial<SavedMixture> | null;
  const mixture = saved?.mixture as Partial<Mixture> | undefined;
  if (!mixture || typeof saved?.options !== 'object' || !Array.isArray(saved.columns)) {
    throw new ServiceError('invalid', 'This is not a saved mixture.');
  }
  checkUsable(mixture);
}

/** Throws unless densities and samples can be had of it: weights are shares, covariances positive definite. */
export function checkUsable(mixture: Partial<Mixture>): asserts mixture is Mixture {
  checkMixture(mixture);
  const total = mixture.weights.reduce((sum, weight) => sum + weight, 0);
  if (!mixture.weights.every((weight) => weight >= 0) || Math.abs(total - 1) > 1e-6) {
    throw new ServiceError('invalid', 'The mixture must have weights that are shares and add up to 1.');
  }
  try {
    toEmModel(mixture);
  } catch {
    throw new ServiceError('invalid', 'The mixture must have covariances that are positive definite.');
  }
}

/** Throws unless shapes agree and every number is finite. */
export function checkMixture(mixture: Partial<Mixture>): asserts mixture is Mixture {
  const { n_components: k, n_features: d, covariance_type: type, weights, means, covariances } = mixture;
  const fail = (what: string): never => {
    throw new ServiceError('invalid', `The mixture ${what}.`);
  };
  if (!inRange(k, MAX_COMPONENTS)) return fail(`must have 1 to ${MAX_COMPONENTS} components`);
  if (!inRange(d, MAX_DIMENSIONS)) return fail(`must have 1 to ${MAX_DIMENSIONS} dimensions`);
  if (!type || !COVARIANCE_TYPES.includes(type)) return fail('has an unknown covariance type');
  const lengths = { full: k * d * d, tied: d * d, diag: k * d, spherical: k };
  const expected: [unknown, number, string][] = [
    [weights, k, 'weights'],
    [means, k * d, 'means'],
    [covariances, lengths[type], 'covariances'],
  ];
  for (const [array, length, name] of expected) {
    if (!(array instanceof Float64Array) || array.length !== length) return fail(`has ${name} of the wrong shape`);
    if (!array.every(Number.isFinite)) return fail(`has ${name} that are not finite`);
  }
}

function inRange(value: unknown, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max;
}
