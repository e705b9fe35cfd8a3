// A mixture as a module: mixture.json in scikit-learn's names and shapes, as `exportMixture` writes it. For each point the
// log density, responsibilities and component. The twin of ../python/mixture.

import { exportMixture } from '../../gmm/export';
import { fromNested } from '../../gmm/nested';
import { type Responses, respond } from '../../gmm/score';
import { COVARIANCE_TYPES, type Matrix, type Mixture } from '../../gmm/types';
import type { InferenceModule } from '../protocol';
import { acceptedOf, jsonOf, serialized } from './content';
import { csvOf, rowsOf } from './rows';

export const MIXTURE_FILE = 'mixture.json';

interface Answered extends Responses {
  readonly k: number;
}

export const mixtureModule: InferenceModule<Mixture, Matrix, Answered> = {
  async load(dir) {
    return readMixture(await dir.read(MIXTURE_FILE));
  },
  deserialize: (bytes, contentType) => rowsOf(bytes, contentType, ['points']),
  predict(points, mixture) {
    const { n_features: d, n_components: k } = mixture;
    if (points.n > 0 && points.d !== d) {
      throw new Error(`The model takes points of ${d} numbers, not of ${points.d}.`);
    }
    return { ...respond(mixture, points), k };
  },
  serialize({ logDensity, labels, responsibilities, k }, accepted) {
    const type = acceptedOf(accepted, ['application/json', 'text/csv']);
    if (type === null) return null;
    const shares = Array.from(labels, (_, i) => [...responsibilities.subarray(i * k, (i + 1) * k)]);
    if (type === 'application/json') {
      // A density of nothing at all is no number in JSON: null.
      const answer = { log_density: [...logDensity], labels: [...labels], responsibilities: shares };
      return serialized(type, JSON.stringify(answer));
    }
    const header = ['log_density', 'component', ...Array.from({ length: k }, (_, c) => `responsibility_${c}`)];
    const rows = Array.from(labels, (label, i) => [logDensity[i], label, ...shares[i]]);
    return serialized(type, csvOf(header, rows));
  },
};

/** @throws MixtureError or Error, in words, for what is no mixture */
export function readMixture(bytes: Uint8Array): Mixture {
  const json = Object(jsonOf(bytes)) as Parameters<typeof fromNested>[0];
  const lists = [json.weights, json.means, json.covariances];
  if (!COVARIANCE_TYPES.includes(json.covariance_type) || !lists.every(Array.isArray)) {
    throw new Error(`${MIXTURE_FILE} must have covariance_type, weights, means and covariances.`);
  }
  return fromNested(json);
}

export function mixtureFiles(mixture: Mixture): Map<string, Uint8Array<ArrayBuffer>> {
  return new Map([[MIXTURE_FILE, new TextEncoder().encode(exportMixture(mixture, 'json'))]]);
}
