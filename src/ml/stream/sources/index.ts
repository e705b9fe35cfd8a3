// Every source of a stream that is there as a whole; a new one is one file and one line. Points, reviews and what people
// push come in while a run is on: their sources are the service's.

import { Rng } from '../../rng';
import type { Memento, Source } from '../types';
import { friedman } from './friedman';
import { type Generator, type GeneratorOptions, generatorSource } from './generator';
import { hyperplane } from './hyperplane';
import { led } from './led';
import { randomRbf } from './random-rbf';
import { replaySource, type TableOptions } from './replay';
import { sea } from './sea';

export { SourceError } from './replay';
export { type Cell, planningTable } from './table';

export const GENERATORS = ['sea', 'hyperplane', 'friedman', 'led', 'random-rbf'] as const;
export type GeneratorId = (typeof GENERATORS)[number];

export type SourceConfig = ({ readonly id: GeneratorId } & GeneratorOptions) | ({ readonly id: 'file' } & TableOptions);

/**
 * The source at its beginning, or where `save()` was called. RangeError: options or data out of order, in words for
 * people. TypeError: a memento that is none of this source.
 */
export function createSource(config: SourceConfig, memento?: Memento): Source {
  if (config.id === 'file') return replaySource(config, memento);
  return generatorSource(generatorOf(config), config, memento);
}

function generatorOf({ id, seed, drift }: { id: GeneratorId } & GeneratorOptions): Generator {
  const recurring = drift.kind === 'recurring';
  // What a concept is and what is drawn from it have random numbers of their own.
  const model = new Rng(~seed).uint32();
  switch (id) {
    case 'sea':
      return sea(recurring);
    case 'hyperplane':
      return hyperplane(model);
    case 'friedman':
      return friedman(recurring);
    case 'led':
      return led(model);
    case 'random-rbf':
      return randomRbf(model);
  }
}
