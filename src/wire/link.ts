// A live connection to an engine. Comlink alone never settles a call whose other side has died;
// a link asks again and again whether the engine lives, and when it does not, rejects every call in
// flight with 'unavailable'. No call has a time limit of its own: training may take minutes.

import { type Remote, releaseProxy } from 'comlink';
import { deferred } from './deferred';
import type { EngineDoor, ServicePath } from './door';
import { ServiceError } from './errors';

/** Why a link ended: the engine stopped answering, another took its place, it failed, or we hung up. */
export type LossReason = 'silent' | 'replaced' | 'failed' | 'closed';

export interface Link {
  readonly engine: string;
  call(path: ServicePath, args: readonly unknown[]): Promise<unknown>;
  /** True when the engine has just answered, false when the link has ended: asked before a call, so that none is sent to the dead. */
  confirm(): Promise<boolean>;
  /** Asks the engine to save what is in memory. Resolves when it has, or cannot be asked. */
  flush(): Promise<void>;
  /** False from the moment it ends. */
  readonly alive: boolean;
  /** Resolves, once, when the link has ended. */
  readonly lost: Promise<LossReason>;
  /** Ends the link: calls in flight reject, `lost` resolves. */
  end(reason: LossReason): void;
}

export interface LinkOptions {
  readonly engine: string;
  /** Kept by the link: Comlink hangs up when a proxy is collected. */
  readonly door: Remote<EngineDoor>;
  /** Resolves when the engine has shown that it lives; may hang. Rejections count as silence. */
  probe(): Promise<unknown>;
  /** Milliseconds between probes. */
  readonly every: number;
  /** Milliseconds without an answer after which the engine counts as gone. */
  readonly patience: number;
  /** Closes the endpoint. */
  dispose(): void;
}

export function createLink(options: LinkOptions): Link {
  const { door } = options;
  const pending = new Set<(error: ServiceError) => void>();
  const lost = deferred<LossReason>();
  let ended = false;

  const end = (reason: LossReason) => {
    if (ended) return;
    ended = true;
    unwatch();
    door[releaseProxy]();
    options.dispose();
    for (const reject of pending) reject(engineGone());
    pending.clear();
    lost.resolve(reason);
  };

  /** Settles as the request does, or rejects when the link ends before. */
  const track = <T>(request: () => Promise<T>): Promise<T> => {
    if (ended) return Promise.reject(engineGone());
    return new Promise((resolve, reject) => {
      pending.add(reject);
      request()
        .then(resolve, reject)
        .finally(() => pending.delete(reject));
    });
  };
  const call: Link['call'] = (path, args) => track(() => door.call(path, args));
  const confirm = () =>
    track(() => door.engine()).then(
      () => true,
      () => !ended,
    );

  const unwatch = watch(options, () => end('silent'));

  return {
    engine: options.engine,
    call,
    confirm,
    flush: () => track(() => door.flush()).catch(() => {}),
    get alive() {
      return !ended;
    },
    lost: lost.promise,
    end,
  };
}

/** Asks again and again whether the engine lives. Returns what ends that. */
function watch({ probe, every, patience }: LinkOptions, onSilent: () => void): () => void {
  /** Of the next question, or of the answer that is waited for; undefined once it has ended. */
  let timer: ReturnType<typeof setTimeout> | undefined;

  const rest = () => {
    timer = setTimeout(ask, every);
  };
  const ask = () => {
    const asked = Date.now();
    timer = setTimeout(() => {
      // A timer this late means that this side slept too (a closed lid, a throttled tab): ask anew.
      if (Date.now() - asked > patience * 1.5) ask();
      else onSilent();
    }, patience);
    const waiting = timer;
    probe().then(
      () => {
        if (timer !== waiting) return;
        clearTimeout(timer);
        rest();
      },
      () => {},
    );
  };
  rest();
  return () => {
    clearTimeout(timer);
    timer = undefined;
  };
}

export function engineGone(): ServiceError {
  return new ServiceError(
    'unavailable',
    'The engine that does the computing went away while it was asked. Saved work is safe; try again in a moment.',
  );
}
