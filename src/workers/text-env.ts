// The text models' surroundings in a browser: hosts are workers, the shipped models lie beside the app.

import { type HostLabel, HostLostError, type HostPort, type TextEnv, type TextHost } from '../service/reviews/host';
import { openHost } from './host-port';
import modelsScript from './models.worker.ts?worker&url';

export function browserTextEnv(): TextEnv {
  return { spawn, asset };
}

function spawn(label: HostLabel, onDeath: (why: string) => void): HostPort {
  // A model is read from storage anew each time that it is loaded.
  const handsOver = ['load'];
  const lostError = (message: string) => new HostLostError(message);
  return openHost<TextHost>(modelsScript, label, { onDeath, lostError, handsOver });
}

async function asset(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`${MODELS}${path}`, HERE));
  if (!response.ok) throw new Error(`The model file ${path} could not be loaded (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Built scripts lie in a folder beside the models; sources are served from the root. */
const MODELS = import.meta.env.DEV ? '/models/' : '../models/';
const HERE = import.meta.url;
