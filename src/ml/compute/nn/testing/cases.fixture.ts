// For the tests: every operation on random numbers of many shapes, odd ones too, to be run on one backend and
// compared with another. A case makes its buffers from a seed (./bench.fixture), runs, and says what came out.

import type { Case } from './bench.fixture';
import { imageCases } from './image-cases.fixture';
import { linearCases, normCases, type Pairs, rowCases } from './layer-cases.fixture';
import { type AttentionShape, attentionCases, poolCases } from './sequence-cases.fixture';
import { lossCases, plainCases } from './step-cases.fixture';
import { strayCases } from './stray-cases.fixture';

/** Sizes that the cases are made of. */
interface Extent {
  readonly sizes: readonly number[];
  /** Sizes that go together where a case has two. */
  readonly pairs: Pairs;
  readonly attention: readonly AttentionShape[];
}

/** Kernels that work through several numbers at a time have remainders of every length. */
const REMAINDERS = [1, 3, 7, 130];
const ALL: Extent = {
  sizes: REMAINDERS,
  pairs: REMAINDERS.flatMap((a) => REMAINDERS.map((b) => [a, b] as const)),
  attention: [
    [1, 1, 1, 1],
    [2, 3, 2, 5],
    [3, 7, 1, 3],
    [2, 130, 2, 16],
    [3, 33, 3, 32],
    [2, 24, 2, 64],
  ],
};
/** A shader takes each number by itself, and in software it is slow. */
const FEW: Extent = {
  sizes: [1, 7, 130],
  pairs: [
    [1, 7],
    [7, 130],
    [130, 1],
  ],
  attention: [
    [1, 1, 1, 1],
    [2, 130, 2, 16],
    [3, 33, 3, 32],
  ],
};

export function everyCase(): Case[] {
  return [...casesOf(ALL), ...strayCases()];
}

/** Every operation still, on fewer sizes: for backends that run shaders, which promise nothing for NaN. */
export function shaderCases(): Case[] {
  return casesOf(FEW);
}

function casesOf({ sizes, pairs, attention }: Extent): Case[] {
  return [
    ...linearCases(sizes, pairs),
    ...attentionCases(attention),
    ...rowCases(sizes),
    ...normCases(pairs),
    ...poolCases(pairs),
    ...lossCases(),
    ...plainCases(sizes),
    ...imageCases(),
  ];
}
