// What callers see of the engine, whichever tab runs it: the link at hand, whether there is one, and the
// events. Calls made while there is none wait for the next.

import { type Deferred, deferred } from '../wire/deferred';
import { ServiceError } from '../wire/errors';
import type { EngineEvent, ServiceEvent } from '../wire/events';
import type { Link } from '../wire/link';

/** connecting: looking for an engine · leader: this tab runs it · follower: another does · lost: it failed for good. */
export type ConnectionState = 'connecting' | 'leader' | 'follower' | 'lost';

export interface Switchboard {
  state(): ConnectionState;
  current(): Promise<Link>;
  connected(link: Link, state: 'leader' | 'follower'): void;
  /** Calls made from now on wait for the next engine ('connecting') or reject ('lost'). */
  disconnected(state: 'connecting' | 'lost', why?: string): void;
  emit(event: ServiceEvent): void;
  receive(event: Event): void;
  subscribe(listener: (event: ServiceEvent) => void): () => void;
  watch(listener: () => void): () => void;
}

export function createSwitchboard(): Switchboard {
  const listeners = new Set<(event: ServiceEvent) => void>();
  const watchers = new Set<() => void>();
  let state: ConnectionState = 'connecting';
  let link: Link | null = null;
  /** There was a link before. */
  let known = false;
  let waiting: Deferred<Link> | null = null;
  let lostBecause = 'No engine runs.';

  const setState = (next: ConnectionState) => {
    if (state === next) return;
    state = next;
    for (const watcher of [...watchers]) watcher();
  };
  const emit = (event: ServiceEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  return {
    emit,
    state: () => state,
    current() {
      if (link?.alive) return Promise.resolve(link);
      if (state === 'lost') return Promise.reject(new ServiceError('unavailable', lostBecause));
      waiting ??= deferred<Link>();
      return waiting.promise;
    },
    connected(next, as) {
      const again = known;
      link = next;
      known = true;
      setState(as);
      waiting?.resolve(next);
      waiting = null;
      // What is shown is from before: the engine may be another, that restored an earlier checkpoint, or may have told of
      // changes while nobody here listened.
      if (again) emit({ type: 'reset' });
    },
    disconnected(next, why) {
      link = null;
      if (why) lostBecause = why;
      setState(next);
      if (next !== 'lost') return;
      waiting?.reject(new ServiceError('unavailable', lostBecause));
      waiting = null;
    },
    receive(event) {
      const message: unknown = (event as MessageEvent<unknown>).data;
      // For a moment after a take-over the engine that was replaced may still speak.
      if (isEngineEvent(message) && message.engine === link?.engine) emit(message.event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}

/** Without channels, events share the worker's own port with Comlink's messages. */
function isEngineEvent(message: unknown): message is EngineEvent {
  return typeof message === 'object' && message !== null && 'engine' in message && 'event' in message;
}
