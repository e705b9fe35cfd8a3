// The points of one engine, dealt out over shards. Block b of the points (./layout.ts) lies with shard
// b mod N; a pass goes to all shards at once and their blocks are summed in order, so that the bits
// of the result are the same for any N. Few points stay in this thread: a message costs more.

import {
  type Assignment,
  type EmEngine,
  type EmEngineKind,
  type EmModel,
  type EmStatistics,
  EngineLostError,
} from '../../gmm/engine';
import type { Matrix } from '../../gmm/types';
import type { ComputeEnv } from '../env';
import { checkModel, checkPoints } from './kernel';
import { addPacked, blockCount, blockRows, packedLength, unpackStatistics } from './layout';
import { ShardLine } from './line';
import type { ShardTask, ShardValue } from './protocol';
import { localShardPort } from './shard';

/** Fewer points than this stay in the caller's thread. */
export const LOCAL_LIMIT = 20_000;
/** Seconds of a shard's silence before it counts as lost; the largest pass takes a few. */
const PATIENCE = 60;

export class ShardPool implements EmEngine {
  #lines: ShardLine[] = [];
  #local = true;
  #n = 0;
  #dead: EngineLostError | null = null;
  /** Calls run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly kind: EmEngineKind,
    readonly d: number,
    private readonly env: ComputeEnv,
    private readonly module: WebAssembly.Module | null,
  ) {}

  /** An engine of `kind` that holds a copy of the points; `module` is null for the plain JavaScript kernel. */
  static async create(
    kind: EmEngineKind,
    points: Matrix,
    env: ComputeEnv,
    module: WebAssembly.Module | null,
  ): Promise<ShardPool> {
    const pool = new ShardPool(kind, points.d, env, module);
    checkPoints(points.data, points.d);
    await pool.#exclusively(() => pool.#deal(points.data));
    return pool;
  }

  get n(): number {
    return this.#n;
  }

  get threads(): number {
    return Math.max(1, this.#lines.length);
  }

  async append(points: Float64Array): Promise<void> {
    checkPoints(points, this.d);
    if (points.length === 0) return;
    const copy = points.slice();
    await this.#exclusively(async () => {
      const n = this.#n + copy.length / this.d;
      const same = blockRows(n) === blockRows(this.#n) && this.#shardsFor(n) === this.#lines.length;
      if (same && this.#local === n < LOCAL_LIMIT) await this.#extend(copy);
      else await this.#redeal(copy);
    });
  }

  async pass(model: EmModel): Promise<EmStatistics> {
    checkModel(model, this.d);
    return this.#exclusively(async () => {
      const block = blockRows(this.#n);
      const parts = await this.#ask({ type: 'pass', model, block }, 'statistics');
      const total = new Float64Array(packedLength(model));
      const blocks = blockCount(this.#n, block);
      for (let b = 0; b < blocks; b++) {
        const part = parts[b % parts.length]!;
        addPacked(total, part.statistics, Math.floor(b / parts.length) * total.length);
      }
      return unpackStatistics(total, model);
    });
  }

  async scoreSamples(model: EmModel): Promise<Float64Array> {
    checkModel(model, this.d);
    return this.#exclusively(async () => {
      const parts = await this.#ask({ type: 'score', model }, 'scores');
      const out = new Float64Array(this.#n);
      this.#gather(parts, (part, from, to, at) => out.set(part.scores.subarray(from, to), at));
      return out;
    });
  }

  async assign(model: EmModel): Promise<Assignment> {
    checkModel(model, this.d);
    return this.#exclusively(async () => {
      const { k } = model;
      const parts = await this.#ask({ type: 'assign', model }, 'assignment');
      const labels = new Uint8Array(this.#n);
      const responsibilities = new Uint8Array(this.#n * k);
      this.#gather(parts, (part, from, to, at) => {
        labels.set(part.labels.subarray(from, to), at);
        responsibilities.set(part.responsibilities.subarray(from * k, to * k), at * k);
      });
      return { labels, responsibilities };
    });
  }

  dispose(): void {
    this.#lose(new EngineLostError('The engine was closed.'));
  }

  #lose(error: EngineLostError): void {
    this.#dead ??= error;
    for (const line of this.#lines) line.lose(error.message);
  }

  #exclusively<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(async () => {
      if (this.#dead) throw this.#dead;
      try {
        const value = await task();
        if (this.#dead) throw this.#dead;
        return value;
      } catch (error) {
        if (error instanceof EngineLostError) this.#lose(error);
        throw error;
      }
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #shardsFor(n: number): number {
    if (n < LOCAL_LIMIT) return 1;
    return Math.max(1, Math.min(this.env.threads, blockCount(n, blockRows(n))));
  }

  /** The same question to every shard, their answers in order. */
  async #ask<T extends ShardValue['type']>(task: ShardTask, type: T): Promise<Extract<ShardValue, { type: T }>[]> {
    const answers = await Promise.all(this.#lines.map((line) => line.ask(task)));
    return answers.map((answer) => expectAnswer(answer, type));
  }

  /** Opens shards for the rows and gives each its blocks. */
  async #deal(rows: Float64Array): Promise<void> {
    const n = rows.length / this.d;
    await this.#open(n);
    this.#n = 0;
    await this.#extend(rows);
  }

  async #open(n: number): Promise<void> {
    const local = n < LOCAL_LIMIT;
    const count = this.#shardsFor(n);
    if (this.#lines.length === count && this.#local === local) return;
    for (const line of this.#lines) line.lose('The points were dealt out anew.');
    this.#local = local;
    this.#lines = local ? [new ShardLine(localShardPort(), PATIENCE)] : this.#spawn(count);
    await this.#ask({ type: 'open', d: this.d, module: this.module }, 'done');
  }

  #spawn(count: number): ShardLine[] {
    return Array.from({ length: count }, () => {
      try {
        return new ShardLine(this.env.spawnShard(), PATIENCE);
      } catch {
        // No workers within workers here: this thread does the work itself.
        return new ShardLine(localShardPort(), PATIENCE);
      }
    });
  }

  /** Adds rows at the end; the size of the blocks is that of the points with them. */
  async #extend(rows: Float64Array): Promise<void> {
    const { d } = this;
    const n = this.#n + rows.length / d;
    const block = blockRows(n);
    const shares: Float64Array[][] = this.#lines.map(() => []);
    for (let from = this.#n; from < n; ) {
      const b = Math.floor(from / block);
      const to = Math.min(n, (b + 1) * block);
      shares[b % shares.length]!.push(rows.subarray((from - this.#n) * d, (to - this.#n) * d));
      from = to;
    }
    await Promise.all(
      this.#lines.map(async (line, at) => {
        if (shares[at]!.length === 0) return;
        const own = joined(shares[at]!);
        await line.ask({ type: 'append', rows: own }, [own.buffer]);
      }),
    );
    this.#n = n;
  }

  /** Takes all points back and deals them out anew, with more: the blocks have grown or shards are added. */
  async #redeal(added: Float64Array): Promise<void> {
    const { d } = this;
    const all = new Float64Array(this.#n * d + added.length);
    const parts = await this.#ask({ type: 'take' }, 'rows');
    this.#gather(parts, (part, from, to, at) => all.set(part.rows.subarray(from * d, to * d), at * d));
    all.set(added, this.#n * d);
    await this.#deal(all);
  }

  /** Calls `copy` with each block: rows [from, to) of a shard's part belong at row `at`. */
  #gather<T>(parts: readonly T[], copy: (part: T, from: number, to: number, at: number) => void): void {
    const block = blockRows(this.#n);
    for (let at = 0, b = 0; at < this.#n; at += block, b++) {
      const from = Math.floor(b / parts.length) * block;
      copy(parts[b % parts.length]!, from, from + Math.min(block, this.#n - at), at);
    }
  }
}

function expectAnswer<T extends ShardValue['type']>(answer: ShardValue, type: T): Extract<ShardValue, { type: T }> {
  if (answer.type !== type) throw new EngineLostError(`A shard answered '${answer.type}' instead of '${type}'.`);
  return answer as Extract<ShardValue, { type: T }>;
}

function joined(pieces: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const all = new Float64Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
