// What a kind of run is to the worker that trains it: work that is done a step at a time. The host (./host.ts) cuts it into
// the stretches that the service asks for. A new kind is one file here that opens its work, and one line in ./index.ts.

import type { ComputeEnv } from '../../../ml/compute/env';
import type { NnBackend } from '../../../ml/compute/nn/types';
import type { NetworkKernels } from '../../../ml/stream/learners/config';
import type { ConfigKind, ExperimentConfig } from '../../configs/schema';
import type { ImageDecoder } from '../../images/decoder';
import type { Job, JobEvent, JobRequest } from '../job';

export type JobBackend = JobRequest['backend'];
export type DoneEvent = Extract<JobEvent, { kind: 'done' }>;

/** What jobs need from the world around them: workers in a browser, this thread in Node. */
export interface JobDeps {
  /** What networks compute on; rejects where it does not start. The job disposes of it. */
  createNn(backend: JobBackend): Promise<NnBackend>;
  /** What mixtures compute on. */
  computeEnv(threads: number): ComputeEnv;
  readonly imageDecoder: ImageDecoder;
  /** What networks that learn from streams compute on. */
  readonly kernels: NetworkKernels;
  /** A file that ships with the app, by its path from the app's root: 'models/manifest.json'. */
  asset(path: string): Promise<Uint8Array>;
}

export interface Progress {
  readonly events: readonly JobEvent[];
  readonly examples: number;
}

/** A job whose stretches are still to be cut. */
export interface Work extends Omit<Job, 'advance'> {
  /** Steps taken, and the epoch of the next one (both from 0). */
  readonly step: number;
  readonly epoch: number;
  /** How it ended; null while there is something left to do. */
  readonly ended: DoneEvent | null;
  /** Bytes held, where it can be told. */
  memory(): number | null;
  /** One step, or one judgement at an epoch's end (its event of kind 'epoch' last). Not called once `ended`. */
  next(): Promise<Progress>;
}

export interface JobRequestOf<K extends ConfigKind> extends JobRequest {
  readonly config: Extract<ExperimentConfig, { readonly kind: K }>;
}

/** Rejects ServiceError 'invalid', or an error of ml's in words, where it cannot be trained with. */
export type OpenWork<K extends ConfigKind> = (request: JobRequestOf<K>, deps: JobDeps) => Promise<Work>;
