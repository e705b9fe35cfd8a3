// For tests: library workers in this thread whose work can be held, a quarter of its way, until they are ended.

import { deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import type { LibraryEnv, LibraryHost, LibraryPort } from './host';

export interface Holding {
  held: boolean;
  /** Workers that were ended. */
  ended: number;
}

/** `works`: what `holding` holds; all else is as `real` does it. */
export function heldEnv(real: LibraryEnv, works: readonly (keyof LibraryHost)[], holding: Holding): LibraryEnv {
  const spawn = (): LibraryPort => {
    const { host, end } = real.spawn();
    const over = deferred<never>();
    over.promise.catch(() => {
      holding.ended += 1;
    });
    const passed = async () => (holding.held ? { done: 100, total: 400 } : host.passed());
    const get = (target: LibraryHost, name: keyof LibraryHost) => {
      if (name === 'passed') return passed;
      return holding.held && works.includes(name) ? () => over.promise : target[name];
    };
    return {
      host: new Proxy(host, { get: (target, name) => get(target, name as keyof LibraryHost) }),
      end() {
        end();
        over.reject(new ServiceError('unavailable', 'The library worker was ended.'));
      },
    };
  };
  return { spawn };
}
