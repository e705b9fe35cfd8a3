// The text models' surroundings in a browser: hosts are workers, the shipped models lie beside the app.

import { wrap } from 'comlink';
import { type HostLabel, HostLostError, type HostPort, type TextEnv, type TextHost } from '../service/reviews/host';
import { startWorker } from '../wire/worker';
import textScript from './text.worker.ts?worker&url';

export function browserTextEnv(): TextEnv {
  return { spawn, asset };
}

function spawn(label: HostLabel, onDeath: (why: string) => void): HostPort {
  const lost = new Set<(error: HostLostError) => void>();
  let over = false;
  const lose = (why: string) => {
    over = true;
    for (const reject of lost) reject(new HostLostError(why));
    lost.clear();
  };
  const { worker, end } = startWorker(textScript, label, (why) => {
    lose(`The ${label} worker failed: ${why}.`);
    onDeath(why);
  });
  const remote = wrap<TextHost>(worker);
  /** Comlink alone never settles a call whose worker is gone. */
  const call = (method: keyof TextHost, args: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      if (over) {
        reject(new HostLostError(`The ${label} worker is gone.`));
        return;
      }
      lost.add(reject);
      const answer = Reflect.apply(remote[method], remote, args) as Promise<unknown>;
      answer.then(resolve, reject).finally(() => lost.delete(reject));
    });
  const host = new Proxy({} as TextHost, {
    get:
      (_target, method) =>
      (...args: readonly unknown[]) =>
        call(method as keyof TextHost, args),
  });
  return {
    host,
    end() {
      end();
      lose(`The ${label} worker was ended.`);
    },
  };
}

async function asset(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`${MODELS}${path}`, HERE));
  if (!response.ok) throw new Error(`The model file ${path} could not be loaded (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Built scripts lie in a folder beside the models; sources are served from the root. */
const MODELS = import.meta.env.DEV ? '/models/' : '../models/';
const HERE = import.meta.url;
