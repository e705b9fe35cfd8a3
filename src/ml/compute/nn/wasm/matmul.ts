// Matrix products over blocks of k: the right factor is packed for a block, then rows of the result are
// shared out. Packed weights are kept while inference uses them again and again.

import { type Activation, NnMemoryError, type PassSizes } from '../types';
import type { Buffer } from './buffers';
import type { Heap } from './memory';
import { ACTIVATIONS, TILE_COLUMNS, TILE_ROWS } from './module';
import type { Team } from './team';

/** Numbers of k in a block: a right panel of it takes 16 kB, a third of a first-level cache. */
const BLOCK = 512;
const PANEL_BYTES = TILE_COLUMNS * 4;
/** Row panels that a thread packs at a time (assembly/multiply.ts), and its place for an edge tile. */
const GROUP_BYTES = 16 * TILE_ROWS * 4;
const EDGE_BYTES = 192;
/** Packed weights kept at most; a model larger than this is packed again in each call. */
const KEEP_AT_MOST = 256 * 1024 * 1024;

/** A factor in memory: `across` when k runs down its columns instead of along its rows. */
export interface Factor {
  readonly at: number;
  /** Numbers from row to row. */
  readonly stride: number;
  readonly across: boolean;
}

/** What happens to a result after its last block of k. */
export interface Finish {
  readonly bias: number;
  readonly activation: Activation;
  /** Address for the sums before the activation; 0: not wanted. */
  readonly pre: number;
}

const PLAIN: Finish = { bias: 0, activation: 'none', pre: 0 };

export class Products {
  #areaAt = 0;
  #areaBytes = 0;
  #kept = 0;

  constructor(
    private readonly heap: Heap,
    private readonly team: Team,
  ) {}

  /** C [m, n] ← left · right (or added to C), with `finish` applied. */
  multiply(
    left: Factor,
    right: Factor,
    c: number,
    m: number,
    n: number,
    k: number,
    add: boolean,
    finish = PLAIN,
  ): void {
    const area = this.#area(packedBytes(n, Math.min(k, BLOCK)));
    this.#blocks(left, c, m, n, k, add, finish, (from, length) => {
      this.#pack(right, n, from, length, area);
      return area;
    });
  }

  /** As `multiply`, with the right factor a weight [n, k]; packed once where it is used unchanged again. */
  multiplyWeight(left: Factor, weight: Buffer, c: number, m: number, n: number, k: number, finish: Finish): void {
    const right = { at: weight.at, stride: k, across: false };
    const at = this.#keepPacked(weight, right, n, k);
    if (at === 0) this.multiply(left, right, c, m, n, k, false, finish);
    else this.#blocks(left, c, m, n, k, false, finish, (from) => at + packedBytes(n, from));
  }

  /** Holds what products with [inputs, outputs] weights, and their gradients over so many rows, need beside their factors. */
  reserve(rows: number, weights: PassSizes['linear']): void {
    const longest = Math.max(rows, ...weights.flatMap(({ inputs, outputs }) => [inputs, outputs]));
    this.team.scratch(scratchBytes(longest));
    const areas = weights.map(({ inputs, outputs }) =>
      Math.max(
        packedBytes(outputs, Math.min(inputs, BLOCK)),
        packedBytes(inputs, Math.min(Math.max(outputs, rows), BLOCK)),
      ),
    );
    this.#area(Math.max(...areas));
  }

  /** Lets go of a weight's packed form, when the weight is freed. */
  forget(weight: Buffer): void {
    if (!weight.packed) return;
    this.heap.give(weight.packed.at, weight.packed.bytes);
    this.#kept -= weight.packed.bytes;
    weight.packed = null;
  }

  #blocks(
    left: Factor,
    c: number,
    m: number,
    n: number,
    k: number,
    add: boolean,
    { bias, activation, pre }: Finish,
    packed: (from: number, length: number) => number,
  ): void {
    this.team.scratch(scratchBytes(k));
    const stride = left.stride * 4;
    for (let from = 0; from < k; from += BLOCK) {
      const length = Math.min(BLOCK, k - from);
      const right = packed(from, length);
      const at = left.at + from * (left.across ? stride : 4);
      const fresh = !add && from === 0 ? 1 : 0;
      const last = from + length === k ? 1 : 0;
      const across = left.across ? 1 : 0;
      const args = [at, stride, across, right, c, m, n, length, fresh, last, bias, ACTIVATIONS[activation], pre];
      this.team.run('matmul', args, Math.ceil(m / TILE_ROWS), 1, m * n * length);
    }
  }

  /** One block of k of the right factor into panels at `to`. */
  #pack({ at, stride, across }: Factor, n: number, from: number, length: number, to: number): void {
    const first = at + from * 4 * (across ? stride : 1);
    const args = [first, stride * 4, across ? 1 : 0, n, length, to];
    this.team.run('packRightPanels', args, Math.ceil(n / TILE_COLUMNS), 1, n * length);
  }

  /** Address of the weight's panels, or 0 where they are not kept. */
  #keepPacked(weight: Buffer, right: Factor, n: number, k: number): number {
    const { packed } = weight;
    if (packed?.version === weight.version && packed.outputs === n && packed.inputs === k) return packed.at;
    const again = weight.lastPacked === weight.version;
    weight.lastPacked = weight.version;
    if (!again) return 0;
    const bytes = packedBytes(n, k);
    if (packed?.bytes !== bytes) this.forget(weight);
    const at = weight.packed?.at ?? this.#room(bytes);
    if (at === 0) return 0;
    for (let from = 0; from < k; from += BLOCK) {
      this.#pack(right, n, from, Math.min(BLOCK, k - from), at + packedBytes(n, from));
    }
    weight.packed = { at, bytes, outputs: n, inputs: k, version: weight.version };
    return at;
  }

  #room(bytes: number): number {
    if (this.#kept + bytes > KEEP_AT_MOST) return 0;
    try {
      const at = this.heap.take(bytes);
      this.#kept += bytes;
      return at;
    } catch (error) {
      // It only saves time: without room for it, weights are packed in each call.
      if (error instanceof NnMemoryError) return 0;
      throw error;
    }
  }

  /** The common place for packed right factors that are not kept. */
  #area(bytes: number): number {
    if (bytes > this.#areaBytes) {
      if (this.#areaBytes > 0) this.heap.give(this.#areaAt, this.#areaBytes);
      this.#areaBytes = 0;
      this.#areaAt = this.heap.take(bytes);
      this.#areaBytes = bytes;
    }
    return this.#areaAt;
  }
}

/** Of a thread. */
function scratchBytes(k: number): number {
  return EDGE_BYTES + GROUP_BYTES * Math.min(k, BLOCK);
}

function packedBytes(n: number, k: number): number {
  return Math.ceil(n / TILE_COLUMNS) * PANEL_BYTES * k;
}
