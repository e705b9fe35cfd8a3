// The page: hands questions to the worker, where the product computes too.

import type { Question, Questions } from './protocol';

const worker = new Worker(new URL('./harness.worker.ts', import.meta.url), { type: 'module' });

async function ask<Q extends Question>(name: Q, question: Parameters<Questions[Q]>[0]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.answer));
    worker.onerror = (event) => reject(new Error(event.message || 'The worker did not start.'));
    worker.postMessage({ name, question }, [port2]);
  });
}

Object.assign(window, { ask });
