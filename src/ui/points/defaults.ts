// A fit's options as they are at first, to go back to.

import { DEFAULT_OPTIONS, type FitOptions } from '../../ml/gmm/types';

/** No start values: a patch that does not name them keeps those there are. */
export const NO_STARTS = { weights_init: undefined, means_init: undefined, precisions_init: undefined } as const;

/** All of them but the number of groups, which belongs to the points. */
export function defaultsFor(n_components: number): Partial<FitOptions> {
  return { ...DEFAULT_OPTIONS, ...NO_STARTS, n_components };
}

/** Of other points: start values were of those before. */
export function forOtherPoints(options: FitOptions, n_components: number): FitOptions {
  const { weights_init, means_init, precisions_init, ...rest } = options;
  return { ...rest, n_components };
}

export function areDefaults(options: FitOptions): boolean {
  const wanted = defaultsFor(options.n_components);
  const keys = Object.keys({ ...options, ...wanted }) as (keyof FitOptions)[];
  return keys.every((key) => options[key] === wanted[key]);
}
