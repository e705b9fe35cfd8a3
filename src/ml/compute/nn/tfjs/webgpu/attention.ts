// What stands between attention's matrix products, as WebGPU shaders.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { HeadShape, SoftmaxInput } from '../kernels';
import { LANES, perElement, perRow, type Uniforms } from './run';

function sizes({ length, heads, headSize }: HeadShape): Uniforms {
  return { len: ['i32', length], heads: ['i32', heads], headSize: ['i32', headSize] };
}

export function splitHeads(x: Tensor, parts: number, shape: HeadShape): Tensor[] {
  return Array.from({ length: parts }, (_, part) =>
    perElement({
      name: 'split heads',
      inputs: { x },
      shape: [shape.batch * shape.heads, shape.length, shape.headSize],
      uniforms: { ...sizes(shape), part: ['i32', part], parts: ['i32', parts] },
      code: `
        let d = i % uniforms.headSize;
        let place = (i / uniforms.headSize) % uniforms.len;
        let pair = i / (uniforms.headSize * uniforms.len);
        let token = (pair / uniforms.heads) * uniforms.len + place;
        let block = (token * uniforms.parts + uniforms.part) * uniforms.heads + pair % uniforms.heads;
        result[i] = x[block * uniforms.headSize + d];`,
    }),
  );
}

export function mergeHeads(parts: readonly Tensor[], shape: HeadShape): Tensor {
  const names = ['a', 'b', 'c'].slice(0, parts.length);
  const pick = names.map((name, part) => `if (part == ${part}) { result[i] = ${name}[start]; }`);
  return perElement({
    name: `merge ${parts.length} heads`,
    inputs: Object.fromEntries(parts.map((part, at) => [names[at]!, part])),
    shape: [shape.batch * shape.length, parts.length * shape.heads * shape.headSize],
    uniforms: sizes(shape),
    code: `
      let d = i % uniforms.headSize;
      let head = (i / uniforms.headSize) % uniforms.heads;
      let part = (i / (uniforms.headSize * uniforms.heads)) % ${parts.length};
      let token = i / (uniforms.headSize * uniforms.heads * ${parts.length});
      let pair = (token / uniforms.len) * uniforms.heads + head;
      let start = (pair * uniforms.len + token % uniforms.len) * uniforms.headSize + d;
      ${pick.join('\n')}`,
  });
}

export function maskedSoftmax(input: SoftmaxInput, shape: HeadShape): Tensor {
  const { scores, scale, lengths, bias, maxDistance } = input;
  const { batch, length, heads } = shape;
  const distance = 'clamp(j - i, -uniforms.maxDistance, uniforms.maxDistance) + uniforms.maxDistance';
  const shift = bias ? ` + bias[(${distance}) * uniforms.heads + head]` : '';
  return perRow({
    name: bias ? 'softmax with bias' : 'softmax',
    inputs: { scores, lengths, ...(bias ? { bias } : {}) },
    shape: [batch * heads, length, length],
    rows: batch * heads * length,
    uniforms: { ...sizes(shape), scale: ['f32', scale], maxDistance: ['i32', maxDistance] },
    helpers: `
      fn score(row : i32, head : i32, i : i32, j : i32) -> f32 {
        return scores[row * uniforms.len + j] * uniforms.scale${shift};
      }`,
    code: `
      let i = row % uniforms.len;
      let pair = row / uniforms.len;
      let head = pair % uniforms.heads;
      let real = lengths[pair / uniforms.heads];
      var top = -3e38;
      for (var j = t; j < real; j += ${LANES}) { top = max(top, score(row, head, i, j)); }
      let highest = largest(t, top);
      var sum = 0.0;
      for (var j = t; j < real; j += ${LANES}) { sum += exp(score(row, head, i, j) - highest); }
      let all = total(t, sum);
      if (live) {
        for (var j = t; j < uniforms.len; j += ${LANES}) {
          var p = 0.0;
          if (i < real && j < real) { p = exp(score(row, head, i, j) - highest) / all; }
          result[row * uniforms.len + j] = p;
        }
      }`,
  });
}

export function softmaxGradient(probs: Tensor, dProbs: Tensor): Tensor {
  const width = probs.shape[probs.rank - 1]!;
  return perRow({
    name: 'softmax gradient',
    inputs: { probs, dProbs },
    shape: probs.shape,
    rows: probs.size / width,
    uniforms: { width: ['i32', width] },
    code: `
      let start = row * uniforms.width;
      var sum = 0.0;
      for (var j = t; j < uniforms.width; j += ${LANES}) { sum += probs[start + j] * dProbs[start + j]; }
      let along = total(t, sum);
      if (live) {
        for (var j = t; j < uniforms.width; j += ${LANES}) {
          result[start + j] = probs[start + j] * (dProbs[start + j] - along);
        }
      }`,
  });
}

/** One workgroup to each distance and head; threads take queries, and all their keys at that distance. */
export function sumDistances(x: Tensor, maxDistance: number, shape: HeadShape): Tensor {
  const { batch, heads } = shape;
  const distances = 2 * maxDistance + 1;
  return perRow({
    name: 'distances',
    inputs: { x },
    shape: [distances, heads],
    rows: distances * heads,
    uniforms: { ...sizes(shape), batch: ['i32', batch], most: ['i32', maxDistance] },
    code: `
      let head = row % uniforms.heads;
      let distance = row / uniforms.heads - uniforms.most;
      var sum = 0.0;
      for (var query = t; query < uniforms.batch * uniforms.len; query += ${LANES}) {
        let i = query % uniforms.len;
        let pair = (query / uniforms.len) * uniforms.heads + head;
        let start = (pair * uniforms.len + i) * uniforms.len;
        // The outermost rows of the table stand for all that is farther.
        let first = select(i + distance, 0, distance == -uniforms.most);
        let last = select(i + distance, uniforms.len - 1, distance == uniforms.most);
        for (var j = max(first, 0); j <= min(last, uniforms.len - 1); j++) { sum += x[start + j]; }
      }
      let all = total(t, sum);
      if (live && t == 0) { result[row] = all; }`,
  });
}
