// One shard of the points in a worker of its own, with its own WebAssembly memory.

import type { ShardRequest } from '../ml/compute/em/protocol';
import { Shard } from '../ml/compute/em/shard';
import { showLife } from '../wire/worker';

showLife();

const shard = new Shard();
// Answers keep the order of the requests, although opening a shard is asynchronous.
let queue: Promise<void> = Promise.resolve();

self.addEventListener('message', (event: MessageEvent<ShardRequest>) => {
  queue = queue.then(async () => {
    const { reply, transfer } = await shard.handle(event.data);
    self.postMessage(reply, { transfer });
  });
});
