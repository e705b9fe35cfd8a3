// What is used of the package; its own types say "any" of everything.

declare module 'gaussian-mixture-model' {
  export default class GaussianMixtureModel {
    constructor(start: {
      readonly weights: number[];
      readonly means: number[][];
      readonly covariances: number[][][];
      readonly bufferSize: number;
    });
    weights: number[];
    means: number[][];
    covariances: number[][][];
    addPoint(point: number[]): void;
    runEM(iterations: number): void;
  }
}
