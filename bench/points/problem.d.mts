export interface ProblemSize {
  readonly n: number;
  readonly d: number;
  readonly k: number;
  readonly seed: number;
}

export interface Problem {
  /** [n, d] row-major. */
  readonly points: Float64Array<ArrayBuffer>;
  /** [k][d] */
  readonly means: number[][];
}

export function makeProblem(size: ProblemSize): Problem;
