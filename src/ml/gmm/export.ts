// A mixture as text for other programs: JSON, NumPy code, scikit-learn code. JavaScript prints the shortest digits
// that read back as the same double, and so does Python read them: nothing is lost.

import { nestCovariances, precisionsOf, toNested } from './nested';
import type { Mixture } from './types';

export type ExportFormat = 'json' | 'numpy' | 'sklearn';

export function exportMixture(mixture: Mixture, format: ExportFormat): string {
  switch (format) {
    case 'json':
      return toJson(mixture);
    case 'numpy':
      return toNumPy(mixture);
    case 'sklearn':
      return toScikitLearn(mixture);
  }
}

function toJson(mixture: Mixture): string {
  const { covariance_type, weights, means, covariances } = toNested(mixture);
  const { n_components, n_features } = mixture;
  const precisions = nestCovariances(mixture, precisionsOf(mixture).precisions);
  const out = { covariance_type, n_components, n_features, weights, means, covariances, precisions };
  return `${JSON.stringify(out, null, 2)}\n`;
}

function toNumPy(mixture: Mixture): string {
  const { covariance_type, weights, means, covariances } = toNested(mixture);
  return [
    'import numpy as np',
    '',
    `# Gaussian mixture, covariance type '${covariance_type}'`,
    assignment('weights', weights),
    assignment('means', means),
    assignment('covariances', covariances),
    '',
  ].join('\n');
}

function toScikitLearn(mixture: Mixture): string {
  const { covariance_type, weights, means, covariances } = toNested(mixture);
  const { precisions, precisionsCholesky } = precisionsOf(mixture);
  return [
    'import numpy as np',
    'from sklearn.mixture import GaussianMixture',
    '',
    `model = GaussianMixture(n_components=${mixture.n_components}, covariance_type='${covariance_type}')`,
    assignment('model.weights_', weights),
    assignment('model.means_', means),
    assignment('model.covariances_', covariances),
    assignment('model.precisions_', nestCovariances(mixture, precisions)),
    assignment('model.precisions_cholesky_', nestCovariances(mixture, precisionsCholesky)),
    'model.converged_ = True',
    `model.n_features_in_ = ${mixture.n_features}`,
    '',
  ].join('\n');
}

type Nest = readonly (number | Nest)[];

function assignment(name: string, values: Nest): string {
  return `${name} = np.array(${literal(values, '')})`;
}

/** A nested list, one row a line. */
function literal(values: Nest, indent: string): string {
  const inner = `${indent}    `;
  if (values.every((value) => typeof value === 'number')) return `[${values.join(', ')}]`;
  const lines = values.map((value) => inner + (typeof value === 'number' ? value : literal(value, inner)));
  return `[\n${lines.join(',\n')},\n${indent}]`;
}
