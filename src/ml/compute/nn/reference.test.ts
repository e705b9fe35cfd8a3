// Every backward pass of the reference against central finite differences of its forward pass.

import { describe, expect, it } from 'vitest';
import { Rng } from '../../rng';
import { uniform } from './dropout';
import { ReferenceBackend } from './reference';
import { erf } from './reference/math';
import type { Floats, Targets } from './types';

const nn = new ReferenceBackend();
const rng = new Rng(5);

function random(size: number): Floats {
  const buffer = nn.floats(size);
  nn.write64(
    buffer,
    Float64Array.from({ length: size }, () => rng.normal()),
  );
  return buffer;
}

function ints(...values: number[]) {
  const buffer = nn.ints(values.length);
  nn.writeInts(buffer, Int32Array.from(values));
  return buffer;
}

/** d(Σ out·weights)/d input by central differences, against what the backward pass gave. */
function check(forward: () => Floats, weights: Floats, input: Floats, gradient: Floats): void {
  const objective = () => {
    const out = nn.values(forward());
    const w = nn.values(weights);
    let sum = 0;
    for (let i = 0; i < w.length; i++) sum += out[i] * w[i];
    return sum;
  };
  const x = nn.values(input);
  const expected = new Float64Array(x.length);
  const step = 1e-5;
  for (let i = 0; i < x.length; i++) {
    const kept = x[i];
    x[i] = kept + step;
    const up = objective();
    x[i] = kept - step;
    expected[i] = (up - objective()) / (2 * step);
    x[i] = kept;
  }
  objective();
  const got = nn.values(gradient);
  const worst = expected.reduce((top, value, i) => Math.max(top, Math.abs(value - got[i])), 0);
  expect(worst).toBeLessThan(1e-7);
}

const batch = 2;
const length = 4;
const rows = batch * length;
const lengths = ints(4, 3);

describe('the error function', () => {
  it('agrees with tabulated values', () => {
    expect(erf(0.5)).toBeCloseTo(0.5204998778130465, 15);
    expect(erf(-2)).toBeCloseTo(-0.9953222650189527, 15);
    expect(erf(4)).toBeCloseTo(0.9999999845827421, 15);
    expect(erf(0)).toBe(0);
    expect(erf(9)).toBe(1);
  });
});

describe('gradients of the reference operations', () => {
  it('embeddings', () => {
    const args = {
      ids: ints(1, 0, 2, 1, 3, 3, 0, 0),
      words: random(4 * 3),
      positions: random(length * 3),
      segments: random(2 * 3),
      batch,
      length,
      hidden: 3,
    };
    const out = nn.floats(rows * 3);
    const dOut = random(rows * 3);
    const grads = { words: nn.floats(12), positions: nn.floats(length * 3), segments: nn.floats(6) };
    const forward = () => {
      nn.embeddings(args, out);
      return out;
    };
    nn.embeddingsBackward(args, dOut, grads);
    check(forward, dOut, args.words, grads.words);
    check(forward, dOut, args.positions, grads.positions);
    check(forward, dOut, args.segments, grads.segments);
  });

  it.each(['none', 'relu', 'gelu', 'tanh'] as const)('linear with %s', (activation) => {
    const args = { x: random(rows * 3), w: random(5 * 3), b: random(5), rows, inputs: 3, outputs: 5 };
    const out = nn.floats(rows * 5);
    const pre = nn.floats(rows * 5);
    const dOut = random(rows * 5);
    const dPre = nn.floats(rows * 5);
    const dx = nn.floats(rows * 3);
    const dw = nn.floats(15);
    const db = nn.floats(5);
    const forward = () => {
      nn.linear(args, activation, out, pre);
      return out;
    };
    forward();
    nn.activationBackward(activation, pre, dOut, dPre, rows * 5);
    nn.linearBackward(args, dPre, dx, dw, db);
    check(forward, dOut, args.x, dx);
    check(forward, dOut, args.w, dw);
    check(forward, dOut, args.b, db);
  });

  it('layerNorm of a sum', () => {
    const x = random(rows * 5);
    const residual = random(rows * 5);
    const sum = nn.floats(rows * 5);
    const args = { x, gamma: random(5), beta: random(5), rows, hidden: 5, eps: 1e-5 };
    const out = nn.floats(rows * 5);
    const stats = nn.floats(rows * 2);
    const dOut = random(rows * 5);
    const dx = nn.floats(rows * 5);
    const dGamma = nn.floats(5);
    const dBeta = nn.floats(5);
    const forward = () => {
      nn.layerNorm(args, residual, sum, out, stats);
      return out;
    };
    forward();
    nn.layerNormBackward({ ...args, x: sum }, dOut, stats, dx, false, dGamma, dBeta);
    check(forward, dOut, x, dx);
    check(forward, dOut, residual, dx);
    check(forward, dOut, args.gamma, dGamma);
    check(forward, dOut, args.beta, dBeta);
    const before = nn.values(dx).slice();
    nn.layerNormBackward({ ...args, x: sum }, dOut, stats, dx, true, null, null);
    expect([...nn.values(dx)]).toEqual([...before].map((value) => 2 * value));
  });

  it.each([null, { rate: 0.3, seed: 77 }])('attention with dropout %o', (dropout) => {
    const heads = 2;
    const headSize = 3;
    const hidden = heads * headSize;
    const bias = random(5 * heads);
    const args = {
      qkv: random(rows * 3 * hidden),
      lengths,
      bias,
      maxDistance: 2,
      batch,
      length,
      heads,
      headSize,
      dropout,
    };
    const out = nn.floats(rows * hidden);
    const probs = nn.floats(batch * heads * length * length);
    const dOut = random(rows * hidden);
    const dQkv = nn.floats(rows * 3 * hidden);
    const dBias = nn.floats(5 * heads);
    const forward = () => {
      nn.attention(args, out, probs);
      return out;
    };
    forward();
    expect([...nn.values(out).subarray(7 * hidden)]).toEqual(new Array(hidden).fill(0));
    nn.attentionBackward(args, dOut, probs, dQkv, dBias);
    check(forward, dOut, args.qkv, dQkv);
    check(forward, dOut, bias, dBias);
  });

  it.each(['first', 'mean'] as const)('pooling by %s', (kind) => {
    const args = { x: random(rows * 3), lengths, batch, length, hidden: 3 };
    const out = nn.floats(batch * 3);
    const dOut = random(batch * 3);
    const dx = random(rows * 3);
    nn.poolBackward(kind, args, dOut, dx);
    check(
      () => {
        nn.pool(kind, args, out);
        return out;
      },
      dOut,
      args.x,
      dx,
    );
  });

  it('pooling by attention', () => {
    const args = { x: random(rows * 3), w: random(3), b: random(1), lengths, batch, length, hidden: 3 };
    const out = nn.floats(batch * 3);
    const probs = nn.floats(rows);
    const dOut = random(batch * 3);
    const dx = random(rows * 3);
    const dw = nn.floats(3);
    const db = nn.floats(1);
    const forward = () => {
      nn.attentionPool(args, out, probs);
      return out;
    };
    forward();
    nn.attentionPoolBackward(args, dOut, probs, dx, dw, db);
    check(forward, dOut, args.x, dx);
    check(forward, dOut, args.w, dw);
    check(forward, dOut, args.b, db);
  });

  it.each(['labels', 'soft'] as const)('softmax cross-entropy with %s', (kind) => {
    const probabilities = nn.floats(6);
    nn.write64(probabilities, Float64Array.of(0.2, 0.5, 0.3, 1, 0, 0));
    const targets: Targets = kind === 'labels' ? { kind, labels: ints(2, 0), smoothing: 0.1 } : { kind, probabilities };
    const weights = random(2);
    const args = { logits: random(6), targets, rows: 2, classes: 3, weights };
    const loss = nn.floats(2);
    const dLogits = nn.floats(6);
    const ones = nn.floats(2);
    nn.values(ones).fill(1);
    const forward = () => {
      nn.softmaxCrossEntropy(args, loss, dLogits);
      return loss;
    };
    forward();
    check(forward, ones, args.logits, dLogits);
  });

  it('patches and pooling of images', () => {
    const shape = { batch: 2, height: 5, width: 4, channels: 2 };
    const x = random(80);
    const dx = nn.floats(80);
    const patches = nn.floats(80 * 9);
    const dPatches = random(80 * 9);
    nn.images.patchesBackward(dPatches, shape, 3, dx);
    const cut = () => {
      nn.images.patches(x, shape, 3, patches);
      return patches;
    };
    check(cut, dPatches, x, dx);
    const pooled = nn.floats(2 * 2 * 2 * 2);
    const dPooled = random(16);
    nn.images.maxPoolBackward(x, shape, dPooled, dx);
    const shrink = () => {
      nn.images.maxPool(x, shape, pooled);
      return pooled;
    };
    check(shrink, dPooled, x, dx);
  });

  it('dropout, whose backward pass is itself', () => {
    const x = random(1000);
    const before = nn.values(x).slice();
    nn.dropout(x, 1000, { rate: 0.25, seed: 3 });
    const kept = nn.values(x).filter((value, i) => {
      expect(value).toBeCloseTo(uniform(3, i) >= 0.25 ? before[i] / 0.75 : 0, 14);
      return value !== 0;
    });
    expect(Math.abs(kept.length - 750)).toBeLessThan(60);
  });
});

describe('buffers of the reference', () => {
  it('counts what is held and refuses what was freed', () => {
    const other = new ReferenceBackend();
    const a = other.floats(10);
    const b = other.ints(3);
    expect(other.memory()).toEqual({ buffers: 2, bytes: 92 });
    other.free(a);
    expect(() => other.zero(a)).toThrow('freed');
    expect(() => other.free(a)).toThrow('freed');
    other.free(b);
    expect(other.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});
