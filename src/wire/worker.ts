// Starting a worker of the app, and noticing that it has ended.
//
// Its policy: a worker lives under the Content-Security-Policy of the response that its script came in. On a
// static host that is none until the service worker answers, from the second load on. A worker from a blob: URL
// inherits the policy of whoever started it instead, so that is how the first visit starts its workers.
//
// Its life: a worker that ends without an error (the browser takes its memory, it closes itself) tells nobody,
// and silence is no proof, since one that computes is silent too. A Web Lock is: the worker holds one named as
// itself, which the browser releases when the worker is gone and not before.

import type { Endpoint } from 'comlink';
import type { Locks } from './lane';
import { newId } from './new-id';

/** What a worker says of itself, beside its other messages. */
type LifeSign =
  /** It holds its lock. */
  | { readonly life: 'begun' }
  /** It ends on purpose. */
  | { readonly life: 'leaving' };

export interface StartedWorker {
  readonly worker: Worker;
  /** For Comlink, which keeps what a worker is still to answer: this one hears nothing once the worker is gone. */
  readonly endpoint: Endpoint;
  /** Ends the worker. */
  end(): void;
}

/**
 * Starts a module worker; `script` is its URL, `label` is for developers' tools. `onDeath` is called at most once, when
 * the worker could not be loaded, threw an error that nobody caught, or is gone, and never after `end`.
 */
export function startWorker(script: string, label: string, onDeath: (why: string) => void): StartedWorker {
  const name = `millrace:${label}:${newId()}`;
  const worker = new Worker(policedUrl(script, label), { type: 'module', name });
  const locks: LockManager | undefined = navigator.locks;
  const meeting = locks && { request: (...args: Parameters<Locks['request']>) => locks.request(...args) };
  const { endpoint, mute } = endpointOf(worker);
  const unwatch = watchLife(worker, name, meeting ?? null, (why) => {
    mute();
    // After an error that nobody caught it would live on, and compute for nobody.
    worker.terminate();
    onDeath(why);
  });
  return {
    worker,
    endpoint,
    end() {
      unwatch();
      mute();
      worker.terminate();
    },
  };
}

/**
 * A worker as Comlink speaks to it, until `mute`. Comlink listens to a worker for good, and by that holds on to everything
 * that waits for a call in flight, which holds on to the worker: neither would ever be collected.
 */
export function endpointOf(worker: Endpoint): { readonly endpoint: Endpoint; mute(): void } {
  const heard: [type: string, listener: EventListenerOrEventListenerObject][] = [];
  return {
    endpoint: {
      postMessage: (message, transfer) => worker.postMessage(message, transfer),
      addEventListener(type, listener) {
        heard.push([type, listener]);
        worker.addEventListener(type, listener);
      },
      removeEventListener: (type, listener) => worker.removeEventListener(type, listener),
    },
    mute() {
      for (const [type, listener] of heard.splice(0)) worker.removeEventListener(type, listener);
    },
  };
}

/** Watches a worker for its end; returns what ends the watch. For `locks` see the head of this file. */
export function watchLife(
  worker: EventTarget,
  name: string,
  locks: Locks | null,
  onDeath: (why: string) => void,
): () => void {
  const over = new AbortController();
  const { signal } = over;
  const die = (why: string) => {
    if (signal.aborted) return;
    over.abort();
    onDeath(why);
  };
  const onSign = (event: Event) => {
    const sign = lifeSign(event);
    if (sign === 'leaving') over.abort();
    // Granted when the worker that holds it is gone; withdrawn with the watch.
    if (sign === 'begun') locks?.request(name, { signal }, async () => die('it ended by itself')).catch(() => {});
  };
  const onError = (event: Event) => {
    // Dealt with here: unprevented, the error would count as one of the page or worker that started this one.
    event.preventDefault();
    die(('message' in event && String(event.message)) || 'it could not be loaded');
  };
  worker.addEventListener('message', onSign, { signal });
  worker.addEventListener('error', onError, { signal });
  worker.addEventListener('messageerror', () => die('a message could not be read'), { signal });
  return () => over.abort();
}

/** Whether a message is about the worker's life, and nothing else. */
export function isLifeSign(event: Event): boolean {
  return lifeSign(event) !== null;
}

function lifeSign(event: Event): LifeSign['life'] | null {
  const data: unknown = (event as MessageEvent<unknown>).data;
  if (typeof data !== 'object' || data === null || !('life' in data)) return null;
  return data.life === 'begun' || data.life === 'leaving' ? data.life : null;
}

// ---------------------------------------------------------------- within the worker

declare const self: DedicatedWorkerGlobalScope;

/** First thing in a worker's entry: lets whoever started it notice its end. */
export function showLife(): void {
  const locks: LockManager | undefined = navigator.locks;
  if (!locks || !self.name) return;
  const held = () => {
    self.postMessage({ life: 'begun' } satisfies LifeSign);
    return new Promise<never>(() => {});
  };
  // Without a lock its end is noticed by its silence.
  locks.request(self.name, held).catch(() => {});
}

/** The label that a worker was started with, from its name. */
export function labelOf(name: string): string {
  return name.split(':')[1] ?? '';
}

/** Ends this worker on purpose: whoever started it shall not take it for a failure. */
export function leave(): void {
  self.postMessage({ life: 'leaving' } satisfies LifeSign);
  self.close();
}

// ---------------------------------------------------------------- policy

const blobs = new Map<string, string>();

/** The script itself where its response brings the policy, else a blob: that imports it and inherits ours. */
function policedUrl(script: string, label: string): string {
  const url = new URL(script, globalThis.location.origin).href;
  if (answered()) return url;
  let blob = blobs.get(url);
  if (!blob) {
    blob = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: 'text/javascript' }));
    blobs.set(url, blob);
  }
  return `${blob}#${label}.worker`;
}

/** Whether scripts come from the service worker, which adds the headers. A worker was started the way its own will be. */
function answered(): boolean {
  if (typeof document === 'undefined') return globalThis.location.protocol !== 'blob:';
  return Boolean(navigator.serviceWorker?.controller);
}
