// The E-step in TensorFlow.js's operations, for GPUs that have WebGL but no WebGPU. Points are
// standardised and kept on the device in chunks; the statistics are taken in whitened coordinates
// y = (x - mean) P, where their terms are of the order of one, and mapped back in float64.
// Products are two-dimensional throughout: a broadcast batch would be slow here.

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Assignment, EmEngine, EmModel, EmStatistics } from '../../gmm/engine';
import { Rows } from '../../gmm/rows';
import { type Scaling, scaleRows, scalingOf } from '../../gmm/scaling';
import type { Matrix } from '../../gmm/types';
import { tf, withTf } from '../tf';
import type { TfBackend } from '../tf-status';
import { checkModel, checkPoints } from './kernel';
import { type ScaledModel, type ScaledStatistics, scaleModel, unscaleStatistics } from './scaled';

/** Rows in a chunk: sums within one are single precision, sums over chunks are float64. */
const CHUNK = 8192;

/** An engine on TensorFlow.js's `backend`; rejects when that backend does not start or computes in half precision. */
export async function createTfjsEngine(points: Matrix, backend: TfBackend): Promise<EmEngine> {
  checkPoints(points.data, points.d);
  await withTf(backend, async () => {
    if (backend === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE')) {
      throw new Error('WebGL computes in half precision here, which is too coarse.');
    }
  });
  const engine = new TfjsEngine(backend, points.d);
  await engine.append(points.data);
  return engine;
}

interface Chunk {
  readonly from: number;
  readonly rows: number;
  readonly points: Tensor2D;
}

/** The model on the device. */
interface DeviceModel {
  /** [d, k * d], the factors side by side */
  readonly factors: Tensor2D;
  /** [1, k * d], mean P of each component */
  readonly offsets: Tensor2D;
  /** [1, k] */
  readonly norms: Tensor2D;
  /** [k * d, k], ones where a column belongs to a component */
  readonly blocks: Tensor2D;
}

class TfjsEngine implements EmEngine {
  readonly threads = 1;
  readonly #rows: Rows;
  #chunks: Chunk[] = [];
  #scaling: Scaling;
  #scaledRows = 0;
  #disposed = false;

  constructor(
    readonly kind: TfBackend,
    readonly d: number,
  ) {
    const none = { data: new Float64Array(0), n: 0, d };
    this.#rows = new Rows(none);
    this.#scaling = scalingOf(none);
  }

  get n(): number {
    return this.#rows.n;
  }

  append(points: Float64Array): Promise<void> {
    checkPoints(points, this.d);
    const copy = points.slice();
    return withTf(this.kind, async () => {
      if (copy.length === 0) return;
      this.#rows.append({ data: copy, n: copy.length / this.d, d: this.d });
      // What came since may lie elsewhere and at another scale: once the rows have doubled, all are scaled anew.
      if (this.n >= 2 * this.#scaledRows) {
        this.#scaling = scalingOf(this.#rows);
        this.#scaledRows = this.n;
        this.#forget(0);
      }
      const last = this.#chunks.at(-1);
      if (last && last.rows < CHUNK) this.#forget(this.#chunks.length - 1);
      this.#upload();
    });
  }

  pass(model: EmModel): Promise<EmStatistics> {
    checkModel(model, this.d);
    return withTf(this.kind, async () => {
      const scaled = scaleModel(model, this.#scaling);
      const { k, d } = scaled;
      // Per component: the count, then sums and moments of y; the log-likelihood comes first.
      const total = new Float64Array(1 + k * (1 + d + (scaled.shape === 'full' ? d * d : d)));
      if (k > 0) {
        await this.#each(scaled, chunkStatistics, (values) => {
          for (let i = 0; i < total.length; i++) total[i]! += values[i]!;
        });
      }
      return unscaleStatistics(unwhiten(total, scaled), scaled, model, this.n, this.#scaling);
    });
  }

  scoreSamples(model: EmModel): Promise<Float64Array> {
    checkModel(model, this.d);
    return withTf(this.kind, async () => {
      const scaled = scaleModel(model, this.#scaling);
      const out = new Float64Array(this.n).fill(-Infinity);
      if (scaled.k === 0) return out;
      const scores = (points: Tensor2D, onDevice: DeviceModel) => respond(points, onDevice).scores;
      await this.#each(scaled, scores, (values, from) => {
        for (let i = 0; i < values.length; i++) out[from + i] = values[i]! + scaled.taken;
      });
      return out;
    });
  }

  assign(model: EmModel): Promise<Assignment> {
    checkModel(model, this.d);
    return withTf(this.kind, async () => {
      const scaled = scaleModel(model, this.#scaling);
      const { k } = model;
      const labels = new Uint8Array(this.n);
      const responsibilities = new Uint8Array(this.n * k);
      if (scaled.k === 0) return { labels, responsibilities };
      const shares = (points: Tensor2D, onDevice: DeviceModel) => respond(points, onDevice).shares;
      await this.#each(scaled, shares, (values, from, rows) => {
        for (let i = 0; i < rows; i++) {
          let best = 0;
          for (let c = 0; c < scaled.k; c++) {
            const share = values[i * scaled.k + c]!;
            if (share > values[i * scaled.k + best]!) best = c;
            responsibilities[(from + i) * k + scaled.active[c]!] = Math.floor(share * 255 + 0.5);
          }
          labels[from + i] = scaled.active[best]!;
        }
      });
      return { labels, responsibilities };
    });
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    // A pass may be under way; where the backend is gone its tensors are too.
    withTf(this.kind, async () => this.#forget(0)).catch(() => {});
  }

  #forget(from: number): void {
    for (const { points } of this.#chunks.splice(from)) points.dispose();
  }

  #upload(): void {
    for (let from = this.#chunks.reduce((sum, chunk) => sum + chunk.rows, 0); from < this.n; from += CHUNK) {
      const rows = Math.min(CHUNK, this.n - from);
      const values = Float32Array.from(scaleRows(this.#rows, from, from + rows, this.#scaling));
      this.#chunks.push({ from, rows, points: tf.tensor2d(values, [rows, this.d]) });
    }
  }

  /** Computes something of each chunk and reads it. */
  async #each(
    scaled: ScaledModel,
    compute: (points: Tensor2D, onDevice: DeviceModel, scaled: ScaledModel) => Tensor,
    take: (values: Float32Array, from: number, rows: number) => void,
  ): Promise<void> {
    const onDevice = upload(scaled);
    try {
      for (const { from, rows, points } of this.#chunks) {
        const result = tf.tidy(() => compute(points, onDevice, scaled));
        try {
          take((await result.data()) as Float32Array, from, rows);
        } finally {
          result.dispose();
        }
      }
    } finally {
      for (const tensor of Object.values(onDevice)) tensor.dispose();
    }
  }
}

function upload({ shape, k, d, means, factors, norms }: ScaledModel): DeviceModel {
  const side = new Float32Array(d * k * d);
  const offsets = new Float64Array(k * d);
  const blocks = new Float32Array(k * d * k);
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < d; j++) {
      const column = c * d + j;
      blocks[column * k + c] = 1;
      for (let i = shape === 'full' ? 0 : j; i <= j; i++) {
        const factor = shape === 'full' ? factors[(c * d + i) * d + j]! : factors[column]!;
        side[i * k * d + column] = factor;
        offsets[column]! += means[c * d + i]! * factor;
      }
    }
  }
  return {
    factors: tf.tensor2d(side, [d, k * d]),
    offsets: tf.tensor2d(Float32Array.from(offsets), [1, k * d]),
    norms: tf.tensor2d(Float32Array.from(norms), [1, k]),
    blocks: tf.tensor2d(blocks, [k * d, k]),
  };
}

/** Of rows [m, d]: whitened differences [m, k * d], responsibilities [m, k], log densities [m, 1]. */
function respond(points: Tensor2D, { factors, offsets, norms, blocks }: DeviceModel) {
  const whitened = tf.sub<Tensor2D>(tf.matMul(points, factors), offsets);
  const distances = tf.matMul(tf.square(whitened), blocks);
  const logs = tf.sub<Tensor2D>(norms, tf.mul(distances, 0.5));
  const top = tf.max(logs, 1, true);
  const relative = tf.exp(tf.sub(logs, top));
  const sum = tf.sum(relative, 1, true);
  return { whitened, shares: tf.div<Tensor2D>(relative, sum), scores: tf.add(top, tf.log(sum)) };
}

/** [log-likelihood, counts k, sums of y k * d, moments of y: full k * d * d · diag k * d] */
function chunkStatistics(points: Tensor2D, onDevice: DeviceModel, { shape, k, d }: ScaledModel): Tensor {
  const { whitened, shares, scores } = respond(points, onDevice);
  const weights = tf.matMul(shares, onDevice.blocks, false, true);
  const weighted = tf.mul<Tensor2D>(weights, whitened);
  const parts: Tensor[] = [tf.sum(scores), tf.sum(shares, 0), tf.sum(weighted, 0)];
  if (shape === 'diag') parts.push(tf.sum(tf.mul(weighted, whitened), 0));
  else {
    const rows = points.shape[0];
    for (let c = 0; c < k; c++) {
      const left = tf.slice(weighted, [0, c * d], [rows, d]);
      parts.push(tf.matMul(left, tf.slice(whitened, [0, c * d], [rows, d]), true, false));
    }
  }
  return tf.concat(parts.map((part) => tf.reshape(part, [-1])));
}

/** From sums over y = (x - mean) P to sums over x - mean: with Q the inverse of P, x - mean = y Q. */
function unwhiten(total: Float64Array, { shape, k, d, factors }: ScaledModel): ScaledStatistics {
  const counts = total.slice(1, 1 + k);
  const sums = total.slice(1 + k, 1 + k + k * d);
  const scatter = total.slice(1 + k + k * d);
  for (let c = 0; c < k; c++) {
    if (shape === 'diag') {
      for (let at = c * d; at < (c + 1) * d; at++) {
        sums[at]! /= factors[at]!;
        scatter[at]! /= factors[at]! ** 2;
      }
    } else {
      const factor = factors.subarray(c * d * d, (c + 1) * d * d);
      timesInverse(sums.subarray(c * d, (c + 1) * d), 1, factor, d);
      const moments = scatter.subarray(c * d * d, (c + 1) * d * d);
      timesInverse(moments, d, factor, d);
      transpose(moments, d);
      timesInverse(moments, d, factor, d);
    }
  }
  return { logLikelihood: total[0]!, counts, sums, scatter };
}

/** Replaces rows [m, d] by rows times the inverse of P, upper triangular: solves z P = y from the left. */
function timesInverse(rows: Float64Array, m: number, factor: Float64Array, d: number): void {
  for (let r = 0; r < m; r++) {
    for (let j = 0; j < d; j++) {
      let value = rows[r * d + j]!;
      for (let i = 0; i < j; i++) value -= rows[r * d + i]! * factor[i * d + j]!;
      rows[r * d + j] = value / factor[j * d + j]!;
    }
  }
}

function transpose(matrix: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      const held = matrix[i * d + j]!;
      matrix[i * d + j] = matrix[j * d + i]!;
      matrix[j * d + i] = held;
    }
  }
}
