// Options that were asked for and are on their way. Controls show them at once, and all the while: what the engine says
// meanwhile may still be of before, and would take a value back from under the hand.

import type { FitOptions } from '../../ml/gmm/types';

interface Asked {
  readonly patch: Partial<FitOptions>;
  /** As they were shown before. */
  readonly before: FitOptions;
}

const underWay = new Set<Asked>();
/** As far as the service is known to have come. */
let told: FitOptions | null = null;

/** What to show when the service says that these are the options. */
export function optionsToShow(options: FitOptions): FitOptions {
  told = options;
  return [...underWay].reduce(patched, options);
}

/** Where the service has another value than before, it was asked for elsewhere, or is what was asked for here. */
function patched(options: FitOptions, { patch, before }: Asked): FitOptions {
  const keys = (Object.keys(patch) as (keyof FitOptions)[]).filter((key) => isSame(options[key], before[key]));
  return { ...options, ...Object.fromEntries(keys.map((key) => [key, patch[key]])) };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Asks for `patch` by `work`, and shows what stands meanwhile and when it was refused. */
export async function askingFor(
  patch: Partial<FitOptions>,
  before: FitOptions,
  show: (options: FitOptions) => void,
  work: () => Promise<void>,
): Promise<void> {
  const asked = { patch, before };
  underWay.add(asked);
  show({ ...before, ...patch });
  try {
    await work();
    underWay.delete(asked);
    told = patched(told ?? before, asked);
  } catch (error) {
    underWay.delete(asked);
    show(optionsToShow(told ?? before));
    throw error;
  }
}
