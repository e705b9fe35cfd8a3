// What the page uses: the service, its events, and whether there is an engine. Nothing happens until
// the first call or subscription, so that importing this is free.

import { browserMeeting } from '../wire/lane';
import { createCoordinator, TIMING } from './coordinator';
import type { EngineWorker } from './engine';

export type { Connection } from './coordinator';
export { requestPersistence } from './persistence';
export { type Registration, registerServiceWorker } from './registration';
export type { ConnectionState } from './switchboard';

function startEngine(): EngineWorker {
  const worker = new Worker(new URL('../workers/engine.worker.ts', import.meta.url), { type: 'module' });
  return {
    endpoint: worker,
    onFailure(listener) {
      worker.addEventListener('error', (event) => {
        // Told by whoever listens: unprevented, the page would report it a second time.
        event.preventDefault();
        listener(event.message);
      });
      worker.addEventListener('messageerror', () => listener('a message could not be read'));
    },
    terminate: () => worker.terminate(),
  };
}

const coordinator = createCoordinator({
  meeting: typeof navigator === 'undefined' ? null : browserMeeting(),
  startEngine,
  timing: TIMING,
});

/** Every function waits for the engine, and rejects with ServiceError. */
export const service = coordinator.service;
/** Calls back on every event; returns how to stop. After 'reset' fetch everything anew. */
export const subscribe = coordinator.subscribe;
/** For `useSyncExternalStore(connection.subscribe, connection.getSnapshot)`. */
export const connection = coordinator.connection;
