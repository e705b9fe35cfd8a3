// Start values belong to the options they were given for.

import type { FitOptions } from '../../ml/gmm/types';
import { NO_STARTS } from './defaults';

/** Start values that no longer fit the options they were given for. */
export function staleStarts(options: FitOptions, patch: Partial<FitOptions>): Partial<FitOptions> {
  const count = patch.n_components !== undefined && patch.n_components !== options.n_components;
  if (count) return NO_STARTS;
  const type = patch.covariance_type !== undefined && patch.covariance_type !== options.covariance_type;
  return type ? { precisions_init: undefined } : {};
}
