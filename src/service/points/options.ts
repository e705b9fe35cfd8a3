// The options of a fit: how a change is merged in, and whether a fit at work can take it up.
//
// epochs, tol, reg_covar, forgetting, batch_size and learning_rate apply to a fit from its next
// iteration on. All others make it another fit: while it runs it starts again at once; one that is
// paused or finished stays on show, as of the earlier options, until the next one is started.

import {
  autoEpochs,
  DEFAULT_OPTIONS,
  type FitOptions,
  type InitialParameters,
  type NestedNumbers,
} from '../../ml/gmm/types';
import { optionsSchema, parseWith } from '../../wire/schemas';

const LIVE: ReadonlySet<keyof FitOptions> = new Set<keyof FitOptions>([
  'epochs',
  'tol',
  'reg_covar',
  'forgetting',
  'batch_size',
  'learning_rate',
]);

export function epochsFor(options: Pick<FitOptions, 'epochs'>, n: number): number {
  return options.epochs === 'auto' ? autoEpochs(n) : options.epochs;
}

/** How far a change of options reaches. */
export function reachOf(before: FitOptions, after: FitOptions): 'none' | 'live' | 'restart' {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof FitOptions>;
  const changed = [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (changed.length === 0) return 'none';
  return changed.every((key) => LIVE.has(key)) ? 'live' : 'restart';
}

/**
 * `patch` over `base`. Start values that no longer fit (another number of components, another
 * covariance type, other dimensions) are dropped, unless the patch itself brings them.
 */
export function mergeOptions(base: FitOptions, patch: Partial<FitOptions>, d: number): FitOptions {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const { weights_init, means_init, precisions_init, ...rest }: FitOptions = { ...base, ...given };
  const { n_components: k, covariance_type: type } = rest;
  const shape = { full: [k, d, d], tied: [d, d], diag: [k, d], spherical: [k] }[type];
  const keeps = (key: keyof InitialParameters, value: NestedNumbers | undefined, expected: readonly number[]) =>
    value !== undefined && (key in given || (!(key in patch) && hasShape(value, expected)));
  return {
    ...rest,
    ...(keeps('weights_init', weights_init, [k]) && { weights_init }),
    ...(keeps('means_init', means_init, [k, d]) && { means_init }),
    ...(keeps('precisions_init', precisions_init, shape) && { precisions_init }),
  };
}

/** Looks at the first entry of each level only: values are checked where they are used. */
function hasShape(nested: NestedNumbers, shape: readonly number[]): boolean {
  let level: unknown = nested;
  for (const length of shape) {
    if (!Array.isArray(level) || level.length !== length) return false;
    level = level[0];
  }
  return typeof level === 'number';
}

/** Everything but the start values has to be there. */
const completeSchema = optionsSchema.required(
  Object.fromEntries(Object.keys(DEFAULT_OPTIONS).map((key) => [key, true])) as {
    [K in keyof typeof DEFAULT_OPTIONS]: true;
  },
);

/** @throws ServiceError 'invalid' naming every option at fault. */
export function checkOptions(options: FitOptions): void {
  parseWith(completeSchema, options);
}
