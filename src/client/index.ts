// What the page uses: the service, its events, and whether there is an engine. Nothing happens until
// the first call or subscription, so that importing this is free.

import { browserMeeting } from '../wire/lane';
import { startWorker } from '../wire/worker';
import engineScript from '../workers/engine.worker.ts?worker&url';
import { createCoordinator, TIMING } from './coordinator';
import type { EngineWorker } from './engine';
import type { ModuleRunner } from './module-runner';
import { onOutdated } from './registration';

export type { Connection } from './coordinator';
export { persistQuietly, requestPersistence } from './persistence';
export { onOutdated, type Registration, registerServiceWorker } from './registration';
export type { ConnectionState } from './switchboard';

function startEngine(): EngineWorker {
  let fail: ((message: string) => void) | null = null;
  const { endpoint, end } = startWorker(engineScript, 'engine', (why) => fail?.(why));
  return {
    endpoint,
    onFailure(listener) {
      fail = listener;
    },
    terminate: end,
  };
}

/** A phone may end a page that is out of sight without another word. */
function onHiding(listener: () => void): () => void {
  const heard = new AbortController();
  const { signal } = heard;
  document.addEventListener('visibilitychange', () => document.hidden && listener(), { signal });
  window.addEventListener('pagehide', listener, { signal });
  return () => heard.abort();
}

const coordinator = createCoordinator({
  meeting: typeof navigator === 'undefined' ? null : browserMeeting(),
  startEngine,
  onHiding,
  onOutdated,
  timing: TIMING,
});

/** Every function waits for the engine, and rejects with ServiceError. */
export const service = coordinator.service;
/** Calls back on every event; returns how to stop. After 'reset' fetch everything anew. */
export const subscribe = coordinator.subscribe;
/** For `useSyncExternalStore(connection.subscribe, connection.getSnapshot)`. */
export const connection = coordinator.connection;

/** Runs users' modules for the engine; what does so is loaded once there is something to do. Returns how to end it. */
export function runModules(): () => void {
  let runner: Promise<ModuleRunner> | null = null;
  const unsubscribe = coordinator.subscribe((event) => {
    if (event.type !== 'task') return;
    runner ??= import('./module-runner').then(({ createRunner }) => createRunner(coordinator.service.library));
    // What cannot be loaded takes nothing: the engine hears of no tab, and says so.
    runner.then(
      (ready) => ready.takeAll(),
      () => {
        runner = null;
      },
    );
  });
  return () => {
    unsubscribe();
    runner?.then(
      (ready) => ready.end(),
      () => {},
    );
  };
}
