// The state of a network as it is kept, the same whatever computed it: what was learnt in double precision goes on in
// single precision, and the other way round. Names say what is what: `parameters`, and the optimiser's `first` and
// `second`, each one vector (shape.ts).

import type { RngState } from '../../rng';
import { fieldsOf, numbersOf, rngStateOf, unreadable } from '../memento';
import type { LearnerState } from '../types';
import type { LearnerConfig } from './config';
import type { OptimizerHeader } from './optimizer';
import type { Loss } from './shape';

export interface NetworkHeader extends OptimizerHeader {
  /** Inputs, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly activation: string;
  readonly loss: Loss;
  readonly optimizer: string;
  readonly rng: RngState;
}

export interface NetworkParts {
  readonly kind: LearnerConfig['id'];
  readonly description: string;
  readonly widths: readonly number[];
  readonly loss: Loss;
  /** Zeros to begin with, and a step an example. */
  readonly online: boolean;
}

const WHOSE = 'this learner';

/** Throws a TypeError for a state of another learner. */
export function networkHeader(parts: NetworkParts, config: LearnerConfig, state: LearnerState): NetworkHeader {
  const header = fieldsOf(state.header, WHOSE);
  const same =
    state.kind === parts.kind &&
    String(header.widths) === String(parts.widths) &&
    header.loss === parts.loss &&
    header.activation === config.activation &&
    header.optimizer === config.optimizer &&
    numbersOf(header.powers, WHOSE).length === 2 &&
    Number.isSafeInteger(header.steps);
  if (!same) throw unreadable(WHOSE);
  rngStateOf(header, 'rng', WHOSE);
  return state.header as NetworkHeader;
}
