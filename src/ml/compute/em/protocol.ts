// The messages between the pool and its shards, in one place. Every request gets one reply with the
// same id, in order.

import type { Assignment, EmModel } from '../../gmm/engine';

export type ShardTask =
  /** The first message: which kernel to hold the points in. The module is missing for 'cpu'. */
  | { readonly type: 'open'; readonly d: number; readonly module: WebAssembly.Module | null }
  /** Adds rows, [m, d] row-major, at the end. */
  | { readonly type: 'append'; readonly rows: Float64Array }
  /** Gives all rows back, [n, d] row-major, and forgets them. */
  | { readonly type: 'take' }
  /** Statistics of each block of `block` rows, one after the other; the last may be short. */
  | { readonly type: 'pass'; readonly model: EmModel; readonly block: number }
  | { readonly type: 'score'; readonly model: EmModel }
  | { readonly type: 'assign'; readonly model: EmModel };

export type ShardRequest = ShardTask & { readonly id: number };

export type ShardValue =
  | { readonly type: 'done' }
  | { readonly type: 'rows'; readonly rows: Float64Array }
  /** Packed statistics (see ./layout.ts), one block after the other. */
  | { readonly type: 'statistics'; readonly statistics: Float64Array }
  | { readonly type: 'scores'; readonly scores: Float64Array }
  | ({ readonly type: 'assignment' } & Assignment);

export type ShardReply =
  | { readonly id: number; readonly ok: true; readonly value: ShardValue }
  | { readonly id: number; readonly ok: false; readonly message: string };
