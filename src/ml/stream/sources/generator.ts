// What a generator of examples is, and the source made of one: draws example after example, changes the concept as the
// options say, makes some labels wrong. Examples, choices between concepts, and wrong labels have random numbers of their
// own, so that one seed gives the same X whatever the drift and the noise are.

import { Rng } from '../../rng';
import { countOf, fieldsOf, rngStateOf } from '../memento';
import type { Batch, DriftOptions, Memento, Source, SourceInfo, Task } from '../types';
import { type ConceptPath, conceptPath } from './concept-drift';

export interface Generator {
  readonly features: readonly string[];
  readonly task: Exclude<Task, { kind: 'density' }>;
  readonly concepts: number;
  /** Between two concepts: moves from one to the other, or gives examples of both. */
  readonly between: 'moves' | 'mixes';
  /** Writes one example into X from `at`, gives its y. `concept` is whole, unless the generator moves. */
  draw(concept: number, rng: Rng, X: Float64Array, at: number): number;
}

export interface GeneratorOptions {
  readonly seed: number;
  readonly drift: DriftOptions;
  /** Share of labels that are wrong, 0 to 0.5: another class; of regression: the y of another example. */
  readonly noise: number;
}

const WHOSE = 'a generated stream';

/** Throws a RangeError for options out of range, a TypeError for a memento that is none. */
export function generatorSource(generator: Generator, options: GeneratorOptions, memento?: Memento): Source {
  const { seed, drift, noise } = options;
  if (!(noise >= 0 && noise <= 0.5)) throw new RangeError('The share of wrong labels must be 0 to 0.5.');
  return new GeneratorSource(generator, conceptPath(drift, generator.concepts), noise, begin(seed, memento));
}

interface Position {
  /** Examples given. */
  readonly given: number;
  readonly examples: Rng;
  readonly choices: Rng;
  readonly errors: Rng;
}

function begin(seed: number, memento: Memento | undefined): Position {
  if (memento === undefined) {
    const seeds = new Rng(seed);
    const next = () => new Rng(seeds.uint32());
    return { given: 0, examples: next(), choices: next(), errors: next() };
  }
  const fields = fieldsOf(memento, WHOSE);
  const rng = (name: string) => new Rng(rngStateOf(fields, name, WHOSE));
  return {
    given: countOf(fields, 'given', WHOSE),
    examples: rng('examples'),
    choices: rng('choices'),
    errors: rng('errors'),
  };
}

class GeneratorSource implements Source {
  readonly info: SourceInfo;
  private given: number;
  private readonly elsewhere: Float64Array;

  constructor(
    private readonly generator: Generator,
    private readonly path: ConceptPath,
    private readonly noise: number,
    private readonly position: Position,
  ) {
    const { features, task } = generator;
    this.info = { features, task, length: null, drifts: (until, from) => path.changes(until, from) };
    this.given = position.given;
    this.elsewhere = new Float64Array(features.length);
  }

  next(n: number): Batch {
    const d = this.generator.features.length;
    const [X, y] = [new Float64Array(n * d), new Float64Array(n)];
    for (let i = 0; i < n; i++) y[i] = this.example(X, i * d);
    return { X, y, n, d };
  }

  save(): Memento {
    const { examples, choices, errors } = this.position;
    return { given: this.given, examples: examples.state(), choices: choices.state(), errors: errors.state() };
  }

  private example(X: Float64Array, at: number): number {
    const concept = this.concept();
    this.given += 1;
    const y = this.generator.draw(concept, this.position.examples, X, at);
    return this.noise > 0 && this.position.errors.uniform() < this.noise ? this.wrong(y, concept) : y;
  }

  private concept(): number {
    const place = this.path.at(this.given);
    if (this.generator.between === 'moves') return place;
    const from = Math.floor(place);
    return place > from && this.position.choices.uniform() < place - from ? from + 1 : from;
  }

  private wrong(y: number, concept: number): number {
    const { task } = this.generator;
    const { errors } = this.position;
    if (task.kind === 'classification') return (y + 1 + errors.integer(task.n_classes - 1)) % task.n_classes;
    return this.generator.draw(concept, errors, this.elsewhere, 0);
  }
}
