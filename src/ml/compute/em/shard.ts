// A shard: some of the points, and the kernel that answers for them. The same code sits in a worker
// (src/workers/shard.worker.ts) and, for few points or in Node, in the caller's thread.

import type { ShardPort } from '../env';
import { CpuKernel } from './cpu';
import type { RowKernel } from './kernel';
import type { ShardReply, ShardRequest, ShardValue } from './protocol';
import { WasmKernel } from './wasm';

export interface Answer {
  readonly reply: ShardReply;
  readonly transfer: ArrayBuffer[];
}

export class Shard {
  #kernel: RowKernel | null = null;

  /** Answers one request; failures are answers too. */
  async handle(request: ShardRequest): Promise<Answer> {
    try {
      const value = await this.#perform(request);
      return { reply: { id: request.id, ok: true, value }, transfer: buffersOf(value) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { reply: { id: request.id, ok: false, message }, transfer: [] };
    }
  }

  async #perform(request: ShardRequest): Promise<ShardValue> {
    if (request.type === 'open') {
      this.#kernel = request.module ? await WasmKernel.create(request.module, request.d) : new CpuKernel(request.d);
      return { type: 'done' };
    }
    const kernel = this.#kernel;
    if (!kernel) throw new Error('The shard was not opened.');
    switch (request.type) {
      case 'append':
        kernel.append(request.rows);
        return { type: 'done' };
      case 'take':
        return { type: 'rows', rows: kernel.take() };
      case 'pass':
        return { type: 'statistics', statistics: kernel.pass(request.model, request.block) };
      case 'score':
        return { type: 'scores', scores: kernel.score(request.model) };
      case 'assign':
        return { type: 'assignment', ...kernel.assign(request.model) };
    }
  }
}

function buffersOf(value: ShardValue): ArrayBuffer[] {
  switch (value.type) {
    case 'done':
      return [];
    case 'rows':
      return [value.rows.buffer as ArrayBuffer];
    case 'statistics':
      return [value.statistics.buffer as ArrayBuffer];
    case 'scores':
      return [value.scores.buffer as ArrayBuffer];
    case 'assignment':
      return [value.labels.buffer as ArrayBuffer, value.responsibilities.buffer as ArrayBuffer];
  }
}

/** A shard in this thread. Requests are answered one after the other, as a worker would. */
export function localShardPort(): ShardPort {
  const shard = new Shard();
  let onReply: ((reply: ShardReply) => void) | null = null;
  let queue: Promise<void> = Promise.resolve();
  return {
    post(request) {
      queue = queue.then(async () => {
        if (!onReply) return;
        const { reply } = await shard.handle(request);
        onReply?.(reply);
      });
    },
    listen(reply) {
      onReply = reply;
    },
    end() {
      onReply = null;
    },
  };
}
