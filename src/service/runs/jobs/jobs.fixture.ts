// For tests: hosts in this thread, configurations from a few words, and runs to their end, whole or in pieces.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeComputeEnv } from '../../../ml/compute/env.node';
import { createTfjsBackend } from '../../../ml/compute/nn/tfjs';
import { createWasmBackend } from '../../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../../ml/compute/nn/wasm/env.node';
import { type ConfigKind, type ExperimentConfig, schemaFor } from '../../configs/schema';
import type { Plain } from '../../configs/yaml';
import { nodeImageDecoder } from '../../images/env.node';
import type { JobEvent, JobHost, JobRequest, JobResult } from '../job';
import { createJobHost } from './host';

export function nodeHost(): JobHost {
  return createJobHost({
    computeEnv: nodeComputeEnv,
    imageDecoder: nodeImageDecoder(),
    kernels: nodeNnEnv(),
    asset: async (path) => new Uint8Array(await readFile(join('public', path))),
    async createNn({ kind }) {
      return kind === 'wasm' ? createWasmBackend({ env: nodeNnEnv(), threads: 1 }) : createTfjsBackend(kind);
    },
  });
}

/** A configuration as the service resolves it, all defaults filled in. */
export function configOf<K extends ConfigKind>(
  given: { readonly kind: K } & { readonly [key: string]: Plain },
): Extract<ExperimentConfig, { readonly kind: K }> {
  const schema = schemaFor(given);
  if (!schema) throw new Error(`There is no kind ${given.kind}`);
  return schema.parse(given) as Extract<ExperimentConfig, { readonly kind: K }>;
}

export interface Finished {
  readonly events: readonly JobEvent[];
  readonly best: JobResult;
  readonly last: JobResult;
  readonly checkpoint: unknown;
}

/** To the end, a step a stretch; the host is closed then. */
export async function runToEnd(request: JobRequest): Promise<Finished> {
  const host = nodeHost();
  await host.open(request);
  const events: JobEvent[] = [];
  for (;;) {
    const stretch = await host.advance(0);
    events.push(...stretch.events);
    if (stretch.done) break;
  }
  const [best, last] = [await host.result('best'), await host.result('last')];
  const checkpoint = await host.checkpoint();
  await host.close();
  return { events, best, last, checkpoint };
}

/** The same run, but taken up from a checkpoint in another host after so many stretches. */
export async function runInTwo(request: JobRequest, stretches: number): Promise<Finished> {
  const host = nodeHost();
  await host.open(request);
  const events: JobEvent[] = [];
  for (let i = 0; i < stretches; i++) events.push(...(await host.advance(0)).events);
  const checkpoint: unknown = structuredClone(await host.checkpoint());
  await host.close();
  const rest = await runToEnd({ ...request, checkpoint });
  return { ...rest, events: [...events, ...rest.events] };
}

/**
 * Where two results differ in a bit; null where they do not. As `toEqual` compares, but numbers by the thousand in no time,
 * and it tells fields that are undefined from fields that are not there.
 */
export function difference(a: unknown, b: unknown, path = 'it'): string | null {
  if (Object.is(a, b)) return null;
  const told = `${path}: ${String(a)} and ${String(b)}`;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return told;
  if (a.constructor !== b.constructor) return told;
  const [one, other] = [entriesOf(a), entriesOf(b)];
  if (one.size !== other.size) return `${path}: ${one.size} and ${other.size} entries`;
  for (const [key, value] of one) {
    if (!other.has(key)) return `${path}.${String(key)}: only in the first`;
    const found = difference(value, other.get(key), `${path}.${String(key)}`);
    if (found !== null) return found;
  }
  return null;
}

function entriesOf(value: object): ReadonlyMap<unknown, unknown> {
  if (value instanceof Map) return value;
  const entries: Iterable<[unknown, unknown]> = ArrayBuffer.isView(value)
    ? (value as Uint8Array).entries()
    : Object.entries(value);
  return new Map(entries);
}
