// LayerNorm as WebGPU shaders, forward and backward.

import type { Tensor } from '@tensorflow/tfjs-core';
import { LANES, perElement, perRow } from './run';

export function normStats(x: Tensor, eps: number): Tensor {
  const [rows, hidden] = x.shape as [number, number];
  return perRow({
    name: 'norm stats',
    inputs: { x },
    shape: [rows, 2],
    rows,
    uniforms: { hidden: ['i32', hidden], eps: ['f32', eps] },
    code: `
      let start = row * uniforms.hidden;
      let share = 1.0 / f32(uniforms.hidden);
      var sum = 0.0;
      for (var j = t; j < uniforms.hidden; j += ${LANES}) { sum += x[start + j]; }
      let mean = total(t, sum) * share;
      var squares = 0.0;
      for (var j = t; j < uniforms.hidden; j += ${LANES}) {
        let apart = x[start + j] - mean;
        squares += apart * apart;
      }
      let variance = total(t, squares) * share;
      if (live && t == 0) {
        result[2 * row] = mean;
        result[2 * row + 1] = 1.0 / sqrt(variance + uniforms.eps);
      }`,
  });
}

export function normalise(x: Tensor, stats: Tensor, gamma: Tensor, beta: Tensor): Tensor {
  return perElement({
    name: 'normalise',
    inputs: { x, stats, gamma, beta },
    shape: x.shape,
    uniforms: { hidden: ['i32', x.shape[1]!] },
    code: `
      let row = i / uniforms.hidden;
      let j = i - row * uniforms.hidden;
      result[i] = (x[i] - stats[2 * row]) * stats[2 * row + 1] * gamma[j] + beta[j];`,
  });
}

/** With x̂ = (x − mean)/σ and g = dOut·γ: (g − mean(g) − x̂·mean(g·x̂))/σ. */
export function normGradient(x: Tensor, stats: Tensor, gamma: Tensor, dOut: Tensor): Tensor {
  const [rows, hidden] = x.shape as [number, number];
  return perRow({
    name: 'norm gradient',
    inputs: { x, stats, gamma, dOut },
    shape: [rows, hidden],
    rows,
    uniforms: { hidden: ['i32', hidden] },
    code: `
      let start = row * uniforms.hidden;
      let mean = stats[2 * row];
      let rstd = stats[2 * row + 1];
      let share = 1.0 / f32(uniforms.hidden);
      var sum = 0.0;
      var along = 0.0;
      for (var j = t; j < uniforms.hidden; j += ${LANES}) {
        let g = dOut[start + j] * gamma[j];
        sum += g;
        along += g * (x[start + j] - mean) * rstd;
      }
      let meanG = total(t, sum) * share;
      let meanAlong = total(t, along) * share;
      if (live) {
        for (var j = t; j < uniforms.hidden; j += ${LANES}) {
          let normal = (x[start + j] - mean) * rstd;
          result[start + j] = rstd * (dOut[start + j] * gamma[j] - meanG - normal * meanAlong);
        }
      }`,
  });
}

/** Columns that a workgroup sums side by side, so that neighbouring threads read neighbouring numbers. */
const COLUMNS = 16;

export function normParameterGradients(x: Tensor, stats: Tensor, dOut: Tensor): Tensor {
  const [count, hidden] = x.shape as [number, number];
  const strips = LANES / COLUMNS;
  return perRow({
    name: 'norm parameter gradients',
    inputs: { x, stats, dOut },
    shape: [2, hidden],
    rows: Math.ceil(hidden / COLUMNS),
    uniforms: { count: ['i32', count], hidden: ['i32', hidden] },
    helpers: `
      var<workgroup> gammas : array<f32, ${LANES}>;
      var<workgroup> betas : array<f32, ${LANES}>;`,
    code: `
      let column = row * ${COLUMNS} + t % ${COLUMNS};
      let inside = column < uniforms.hidden;
      var dGamma = 0.0;
      var dBeta = 0.0;
      if (inside) {
        for (var r = t / ${COLUMNS}; r < uniforms.count; r += ${strips}) {
          let d = dOut[r * uniforms.hidden + column];
          dGamma += d * (x[r * uniforms.hidden + column] - stats[2 * r]) * stats[2 * r + 1];
          dBeta += d;
        }
      }
      gammas[t] = dGamma;
      betas[t] = dBeta;
      workgroupBarrier();
      if (live && inside && t < ${COLUMNS}) {
        for (var strip = 1; strip < ${strips}; strip++) {
          dGamma += gammas[t + strip * ${COLUMNS}];
          dBeta += betas[t + strip * ${COLUMNS}];
        }
        result[column] = dGamma;
        result[uniforms.hidden + column] = dBeta;
      }`,
  });
}
