// What is fuzzed, and what comes of one input: the contract between subjects, the driver and the reports.

import type { Rng } from '../../src/ml/rng';

/** 'accepted': read to its end · 'refused': turned away by one of the product's own errors. */
export type Outcome = 'accepted' | 'refused';

/** One parser, or one way into the product, together with inputs for it. */
export interface Subject {
  readonly name: string;
  /** For the report: what reads the input. */
  readonly reads: string;
  /** It sits behind the service, and its store is looked at after each input. */
  readonly stored?: true;
  /** Inputs for each that is asked for, where there are several ways in; 1 if left out. */
  readonly times?: number;
  /** Once a run: samples, and the service where the parser sits behind one. */
  open(): Promise<OpenSubject>;
}

export interface OpenSubject {
  /** The same numbers give the same input. */
  make(rng: Rng): Input;
  /** Resolves 'accepted', or rejects: whether the error is one of the product's own is judged by the driver. */
  read(input: Input): Promise<void>;
  /** What must go well after an input that was accepted; its time is not the parser's. */
  after?(input: Input): Promise<void>;
  /** Names of the errors by which this parser refuses. */
  readonly errors: readonly string[];
  /** Where the parser sits behind a service with a store: what must be the same after an input that was refused. */
  readonly store?: Store;
}

export interface Store {
  /** Of all that is stored, a line a part. */
  digest(): Promise<string>;
  /** After an input that was accepted: takes away what it left, so that inputs do not pile up. */
  tidy(): Promise<void>;
}

/** What a parser is given; `shown` is what a report tells of it. */
export interface Input {
  readonly value: unknown;
  readonly shown: string;
}

export type FailureKind = 'crash' | 'slow' | 'hang' | 'store' | 'memory';

export interface Failure {
  readonly kind: FailureKind;
  readonly index: number;
  readonly message: string;
  readonly input: string;
}

/** Of one subject, as the report has it. */
export interface SubjectReport {
  readonly name: string;
  readonly reads: string;
  readonly inputs: number;
  readonly accepted: number;
  readonly refused: number;
  /** Milliseconds of the slowest input, and which it was. */
  readonly slowest: { readonly ms: number; readonly index: number };
  /** Seconds. */
  readonly took: number;
  readonly failures: readonly Failure[];
}
