// A worker that offers a host of the service: its calls reject once the worker is gone, which Comlink alone never does.

import { wrap } from 'comlink';
import { ServiceError } from '../wire/errors';
import { startWorker } from '../wire/worker';
import { withLargeFiles } from './large-files';

interface HostOptions {
  /** Called at most once, when the worker is gone, and never after `end`. */
  readonly onDeath?: (why: string) => void;
  /** What calls reject with; by default ServiceError 'unavailable'. */
  readonly lostError?: (message: string) => Error;
  /** Methods whose callers have no more use for the files that they send: large ones go, and are not copied. */
  readonly handsOver?: readonly string[];
}

/**
 * @param script the worker's URL
 * @param label what it is, for messages: "The <label> worker failed: …"
 */
export function openHost<T extends object>(
  script: string,
  label: string,
  { onDeath, lostError = (message) => new ServiceError('unavailable', message), handsOver = [] }: HostOptions = {},
): { readonly host: T; end(): void } {
  const waiting = new Set<(error: Error) => void>();
  let lost: Error | null = null;
  const lose = (message: string) => {
    lost = lostError(message);
    for (const reject of waiting) reject(lost);
    waiting.clear();
  };
  const { endpoint, end } = startWorker(script, label, (why) => {
    lose(`The ${label} worker failed: ${why}.`);
    onDeath?.(why);
  });
  const remote = wrap<Record<string, (...args: readonly unknown[]) => unknown>>(endpoint);
  const call = (method: string, args: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      if (lost) {
        reject(lost);
        return;
      }
      waiting.add(reject);
      const sent = handsOver.includes(method) ? args.map(withLargeFiles) : args;
      const answer = Reflect.apply(remote[method], remote, sent) as Promise<unknown>;
      answer.then(resolve, reject).finally(() => waiting.delete(reject));
    });
  const host = new Proxy({} as T, {
    get:
      (_target, method) =>
      (...args: readonly unknown[]) =>
        call(String(method), args),
  });
  return {
    host,
    end() {
      end();
      lose(`The ${label} worker was ended.`);
    },
  };
}
