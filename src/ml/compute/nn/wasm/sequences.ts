// The operations that look along a sequence, on WebAssembly: attention, and pooling of its tokens into one.

import type { AttentionArgs, AttentionPoolArgs, Floats, PoolArgs, PoolKind } from '../types';
import type { Buffers } from './buffers';
import { dropoutArgs, type NnExports } from './module';
import type { Team } from './team';

export class Sequences {
  constructor(
    private readonly exports: NnExports,
    private readonly buffers: Buffers,
    private readonly team: Team,
  ) {}

  attention(args: AttentionArgs, out: Floats, probs: Floats | null): void {
    const { batch, length, heads, headSize, maxDistance } = args;
    const pairs = batch * heads;
    const bias = this.buffers.optional(args.bias, (2 * maxDistance + 1) * heads);
    const sizes = [maxDistance, length, heads, headSize, ...dropoutArgs(args.dropout)];
    const to = [
      this.buffers.written(out, pairs * length * headSize),
      probs ? this.buffers.written(probs, pairs * length * length) : 0,
    ];
    this.team.scratch(this.exports.attentionScratch(length, headSize));
    const given = [
      this.buffers.read(args.qkv, 3 * pairs * length * headSize),
      this.buffers.read(args.lengths, batch),
      bias,
    ];
    this.team.run('attention', [...given, ...sizes, ...to], pairs, 1, 3 * pairs * length * length * headSize);
  }

  attentionBackward(args: AttentionArgs, dOut: Floats, probs: Floats, dQkv: Floats, dBias: Floats | null): void {
    const { batch, length, heads, headSize, maxDistance } = args;
    const pairs = batch * heads;
    const size = pairs * length * headSize;
    const distances = 2 * maxDistance + 1;
    const relative = dBias ? this.buffers.floats(pairs * distances) : null;
    const given = [
      this.buffers.read(args.qkv, 3 * size),
      this.buffers.read(args.lengths, batch),
      maxDistance,
      length,
      heads,
      headSize,
    ];
    const gradients = [
      this.buffers.read(dOut, size),
      this.buffers.read(probs, pairs * length * length),
      this.buffers.written(dQkv, 3 * size),
    ];
    this.team.scratch(this.exports.attentionScratch(length, headSize));
    const all = [...given, ...dropoutArgs(args.dropout), ...gradients, this.buffers.optional(relative, 0)];
    this.team.run('attentionBackward', all, pairs, 1, 5 * pairs * length * length * headSize);
    if (!dBias || !relative) return;
    const sums = [
      this.buffers.read(relative, 0),
      batch,
      heads,
      maxDistance,
      this.buffers.written(dBias, distances * heads),
    ];
    this.team.run('addRelative', sums, distances, 1, pairs * distances);
    this.buffers.free(relative);
  }

  pool(kind: PoolKind, { x, lengths, batch, length, hidden }: PoolArgs, out: Floats): void {
    const size = batch * length * hidden;
    const given = [
      this.buffers.read(x, size),
      this.buffers.read(lengths, batch),
      length,
      hidden,
      kind === 'mean' ? 1 : 0,
    ];
    this.team.run('pool', [...given, this.buffers.written(out, batch * hidden)], batch, 1, size);
  }

  poolBackward(kind: PoolKind, { lengths, batch, length, hidden }: PoolArgs, dOut: Floats, dx: Floats): void {
    const size = batch * length * hidden;
    const given = [
      this.buffers.read(lengths, batch),
      length,
      hidden,
      kind === 'mean' ? 1 : 0,
      this.buffers.read(dOut, batch * hidden),
    ];
    this.team.run('poolBackward', [...given, this.buffers.written(dx, size)], batch, 1, size);
  }

  attentionPool(args: AttentionPoolArgs, out: Floats, probs: Floats): void {
    const { batch, length, hidden } = args;
    const size = batch * length * hidden;
    const given = [
      this.buffers.read(args.x, size),
      this.buffers.read(args.lengths, batch),
      this.buffers.read(args.w, hidden),
      this.buffers.read(args.b, 1),
    ];
    const to = [this.buffers.written(out, batch * hidden), this.buffers.written(probs, batch * length)];
    this.team.run('attentionPool', [...given, length, hidden, ...to], batch, 1, 2 * size);
  }

  attentionPoolBackward(
    args: AttentionPoolArgs,
    dOut: Floats,
    probs: Floats,
    dx: Floats,
    dw: Floats | null,
    db: Floats | null,
  ): void {
    const { batch, length, hidden } = args;
    const size = batch * length * hidden;
    const logits = this.buffers.floats(batch * length);
    const given = [
      this.buffers.read(args.x, size),
      this.buffers.read(args.lengths, batch),
      this.buffers.read(args.w, hidden),
      length,
      hidden,
    ];
    const gradients = [
      this.buffers.read(dOut, batch * hidden),
      this.buffers.read(probs, batch * length),
      this.buffers.written(dx, size),
    ];
    const dLogits = this.buffers.written(logits, 0);
    this.team.run('attentionPoolBackward', [...given, ...gradients, dLogits], batch, 1, 3 * size);
    const to = [dw ? this.buffers.written(dw, hidden) : 0, db ? this.buffers.written(db, 1) : 0] as const;
    this.exports.attentionPoolGradients(given[0]!, dLogits, batch * length, hidden, ...to);
    this.buffers.free(logits);
  }
}
