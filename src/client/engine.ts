// Runs one engine worker of this tab's own, from its start to its end.

import { type Endpoint, wrap } from 'comlink';
import { deferred } from '../wire/deferred';
import { carryServiceErrors, type EngineDoor } from '../wire/door';
import { createLink, type Link, type LossReason } from '../wire/link';

export interface EngineWorker {
  readonly endpoint: Endpoint;
  /** Called when the worker could not be loaded, threw an error that nobody caught, or has ended. */
  onFailure(listener: (message: string) => void): void;
  terminate(): void;
}

export interface EngineTiming {
  /** Milliseconds between probes of the worker. */
  readonly probe: number;
  /** Milliseconds that the worker may take to load. */
  readonly start: number;
  /** Milliseconds that the worker may be too busy to answer. */
  readonly busy: number;
}

/**
 * Resolves to the reason, a sentence for people, when the engine has ended; the worker is stopped then.
 * `onUp` is called once with a link to the engine when it answers.
 */
export async function runEngine(
  worker: EngineWorker,
  timing: EngineTiming,
  stopped: AbortSignal,
  onUp: (link: Link) => void,
): Promise<string> {
  carryServiceErrors();
  const ended = deferred<string>();
  worker.onFailure((message) => ended.resolve(`It failed: ${message || 'it could not be loaded'}.`));
  const onStopped = () => ended.resolve('It was stopped.');
  stopped.addEventListener('abort', onStopped);
  if (stopped.aborted) onStopped();
  const slow = setTimeout(() => ended.resolve('It did not start in time.'), timing.start);

  const door = wrap<EngineDoor>(worker.endpoint);
  let link: Link | null = null;
  let over = false;
  door.engine().then(
    (engine) => {
      clearTimeout(slow);
      if (over) return;
      link = createLink({
        engine,
        door,
        every: timing.probe,
        patience: timing.busy,
        probe: () => door.engine(),
        dispose: () => {},
      });
      link.lost.then((reason) => ended.resolve(sentence(reason)));
      onUp(link);
    },
    (error: unknown) => ended.resolve(error instanceof Error ? error.message : String(error)),
  );

  const reason = await ended.promise;
  over = true;
  clearTimeout(slow);
  stopped.removeEventListener('abort', onStopped);
  (link as Link | null)?.end('failed');
  worker.terminate();
  return reason;
}

function sentence(reason: LossReason): string {
  return reason === 'silent' ? 'It stopped answering.' : 'It ended.';
}
