// The E-step in WebAssembly SIMD (../kernels/assembly). This side lays points out in tiles, packs the
// model as the kernels want it, and spreads their sums over all components again.

import type { Assignment, EmModel } from '../../gmm/engine';
import { MAX_COMPONENTS, type RowKernel } from './kernel';
import { blockCount, packedLength } from './layout';

/** What kernels/assembly/index.ts exports; addresses are bytes, counts are points. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  tile(): number;
  means(): number;
  factors(): number;
  norms(): number;
  out(): number;
  data(): number;
  pass(points: number, count: number, d: number, k: number, full: number): void;
  score(points: number, count: number, d: number, k: number, full: number, to: number): void;
  assign(points: number, count: number, d: number, k: number, full: number, labels: number, shares: number): void;
}

/** The model as it lies in the kernel's memory: components of weight zero are left out. */
interface PackedModel {
  /** Component of the caller's model per packed component. */
  readonly active: readonly number[];
  readonly full: number;
  /** Natural logarithm taken off every norm, so that the largest is 0. */
  readonly taken: number;
}

/** Rows whose scores or shares fit into the result area at once; a multiple of the tile. */
const CHUNK = 8192;
const PAGE = 65536;
/** Squares of scaled distances are in base-2 logarithms: sqrt(log2(e) / 2). */
const SCALE = Math.sqrt(Math.LOG2E / 2);

export class WasmKernel implements RowKernel {
  readonly #exports: KernelExports;
  readonly #tile: number;
  readonly #resultAt: number;
  readonly #dataAt: number;
  #rows = 0;

  private constructor(
    instance: WebAssembly.Instance,
    private readonly d: number,
  ) {
    // The module is our own build: its exports are those of kernels/assembly/index.ts.
    this.#exports = instance.exports as unknown as KernelExports;
    this.#tile = this.#exports.tile();
    this.#resultAt = Math.ceil(this.#exports.data() / 64) * 64;
    this.#dataAt = this.#resultAt + CHUNK * (1 + MAX_COMPONENTS);
    this.#reserve(this.#dataAt);
  }

  static async create(module: WebAssembly.Module, d: number): Promise<WasmKernel> {
    return new WasmKernel(await WebAssembly.instantiate(module, {}), d);
  }

  get rows(): number {
    return this.#rows;
  }

  append(points: Float64Array): void {
    const { d } = this;
    const added = points.length / d;
    if (added === 0) return;
    const tile = this.#tile;
    const tiles = Math.ceil((this.#rows + added) / tile);
    this.#reserve(this.#dataAt + tiles * tile * d * 8);
    const data = this.#doubles(this.#dataAt, tiles * tile * d);
    const end = tiles * tile - this.#rows;
    for (let i = 0; i < end; i++) {
      // The last tile is filled up with copies of the last point, so that it holds no wild numbers.
      const from = Math.min(i, added - 1) * d;
      const row = this.#rows + i;
      const lane = row % tile;
      const to = (row - lane) * d + lane;
      for (let j = 0; j < d; j++) data[to + j * tile] = points[from + j]!;
    }
    this.#rows += added;
  }

  take(): Float64Array {
    const { d } = this;
    const tile = this.#tile;
    const data = this.#doubles(this.#dataAt, Math.ceil(this.#rows / tile) * tile * d);
    const rows = new Float64Array(this.#rows * d);
    for (let row = 0; row < this.#rows; row++) {
      const lane = row % tile;
      const from = (row - lane) * d + lane;
      for (let j = 0; j < d; j++) rows[row * d + j] = data[from + j * tile]!;
    }
    this.#rows = 0;
    return rows;
  }

  pass(model: EmModel, block: number): Float64Array {
    const packed = this.#pack(model);
    const length = packedLength(model);
    const blocks = blockCount(this.#rows, block);
    const out = new Float64Array(blocks * length);
    for (let b = 0; b < blocks; b++) {
      const from = b * block;
      const count = Math.min(block, this.#rows - from);
      this.#exports.pass(this.#address(from), count, model.d, packed.active.length, packed.full);
      this.#unpack(model, packed, count, out.subarray(b * length, (b + 1) * length));
    }
    return out;
  }

  score(model: EmModel): Float64Array {
    const { active, full, taken } = this.#pack(model);
    const out = new Float64Array(this.#rows);
    for (let from = 0; from < this.#rows; from += CHUNK) {
      const count = Math.min(CHUNK, this.#rows - from);
      this.#exports.score(this.#address(from), count, model.d, active.length, full, this.#resultAt);
      const chunk = this.#doubles(this.#resultAt, count);
      for (let i = 0; i < count; i++) out[from + i] = chunk[i]! + taken;
    }
    return out;
  }

  assign(model: EmModel): Assignment {
    const { active, full } = this.#pack(model);
    const { k } = model;
    const labels = new Uint8Array(this.#rows);
    const responsibilities = new Uint8Array(this.#rows * k);
    const sharesAt = this.#resultAt + CHUNK;
    for (let from = 0; from < this.#rows; from += CHUNK) {
      const count = Math.min(CHUNK, this.#rows - from);
      const packed = active.length;
      this.#exports.assign(this.#address(from), count, model.d, packed, full, this.#resultAt, sharesAt);
      const best = new Uint8Array(this.#exports.memory.buffer, this.#resultAt, count);
      const shares = new Uint8Array(this.#exports.memory.buffer, sharesAt, count * packed);
      if (packed === k) {
        labels.set(best, from);
        responsibilities.set(shares, from * k);
        continue;
      }
      for (let i = 0; i < count; i++) {
        labels[from + i] = active[best[i]!] ?? 0;
        for (let c = 0; c < packed; c++) responsibilities[(from + i) * k + active[c]!] = shares[i * packed + c]!;
      }
    }
    return { labels, responsibilities };
  }

  /** Address of a row that starts a tile. */
  #address(row: number): number {
    return this.#dataAt + row * this.d * 8;
  }

  #doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.#exports.memory.buffer, address, length);
  }

  #reserve(bytes: number): void {
    const { memory } = this.#exports;
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  }

  #pack(model: EmModel): PackedModel {
    const { d, logNorm } = model;
    const active = Array.from(logNorm.keys()).filter((c) => logNorm[c] !== -Infinity);
    const taken = active.reduce((max, c) => Math.max(max, logNorm[c]!), -Infinity);
    const full = model.shape === 'full' && d > 1;
    const size = full ? (d * (d + 1)) / 2 : d;
    const means = this.#doubles(this.#exports.means(), active.length * d);
    const factors = this.#doubles(this.#exports.factors(), active.length * size);
    const norms = this.#doubles(this.#exports.norms(), active.length);
    active.forEach((c, at) => {
      means.set(model.means.subarray(c * d, (c + 1) * d), at * d);
      norms[at] = (logNorm[c]! - taken) * Math.LOG2E;
      const own = full ? upperColumns(model.factors, c * d * d, d) : model.factors.subarray(c * d, (c + 1) * d);
      for (let i = 0; i < size; i++) factors[at * size + i] = own[i]! * SCALE;
    });
    return { active, full: full ? 1 : 0, taken: active.length === 0 ? 0 : taken };
  }

  /** The kernel's sums into the caller's order; components left out stay zero. */
  #unpack(model: EmModel, packed: PackedModel, count: number, out: Float64Array): void {
    const { k, d } = model;
    const { active } = packed;
    const size = packed.full ? (d * (d + 1)) / 2 : d;
    const sums = this.#doubles(this.#exports.out(), 1 + active.length * (1 + d + size));
    out[0] = sums[0]! + count * packed.taken;
    const sumsAt = 1 + active.length;
    const scatterAt = sumsAt + active.length * d;
    active.forEach((c, at) => {
      out[1 + c] = sums[1 + at]!;
      out.set(sums.subarray(sumsAt + at * d, sumsAt + (at + 1) * d), 1 + k + c * d);
      out.set(sums.subarray(scatterAt + at * size, scatterAt + (at + 1) * size), 1 + k + k * d + c * size);
    });
  }
}

/** The upper triangle of a [d, d] matrix at `offset`, column by column. */
function upperColumns(matrix: Float64Array, offset: number, d: number): number[] {
  const columns: number[] = [];
  for (let j = 0; j < d; j++) for (let i = 0; i <= j; i++) columns.push(matrix[offset + i * d + j]!);
  return columns;
}
