// The line between the service and the worker that reads, writes and compares models: weights are large, and the engine
// answers everything else meanwhile. Requests and answers only. In Node the same runs in this thread.

import type { NnBackend } from '../../ml/compute/nn/types';
import { ARCHIVE_LIMITS, memoryDir, writeArchive } from '../../ml/modules';
import { loadStream, mixtureModule, streamModule, textModule } from '../../ml/modules/own';
import type { LearnerEnv } from '../../ml/stream/learners';
import { loadTextModel } from '../../ml/text/load';
import type { Locks } from '../../wire/lane';
import type {
  ModelFormat,
  ModelKind,
  ModelLayer,
  ModelPreview,
  ModelSource,
  ModelTensor,
  Precision,
  PrecisionCost,
  PredictAnswer,
  PredictRequest,
} from '../../wire/library';
import { guarded } from '../errors';
import type { ImageDecoder } from '../images/decoder';
import { Breath } from '../pace';
import { checkTexts } from '../reviews/sizes';
import type { Written } from '../texts/exporting';
import { type Compared, compareModels } from './compare';
import { type Converted, convert } from './convert';
import { precisionCost } from './cost';
import { measuredFormats } from './formats';
import type { HeldOut } from './held-out';
import { layersOf, summaryOf, tensorsOf } from './look';
import type { Recognised } from './own-files';
import { archiveOf, type PackJob } from './packing';
import { recognise } from './recognise';
import { inWords, serveWith } from './serving';
import type { Files } from './source';

export interface Looked {
  readonly layers: readonly ModelLayer[];
  readonly tensors: readonly ModelTensor[];
  /** For people: "BERT, 2 layers of 128". */
  readonly description: string;
}

export interface OfKind {
  readonly kind: ModelKind;
  readonly files: Files;
}

export interface LibraryHost {
  look(model: OfKind): Promise<Looked>;
  compare(a: OfKind, b: OfKind): Promise<Compared>;
  /** A .tar.gz. Rejects 'invalid' with what cannot be written. */
  pack(job: PackJob): Promise<Blob>;
  /**
   * Bytes that `pack` or `convert` has packed, or `recognise` or `inspect` has read, whichever is at work, of how many; of none
   * before it has begun to.
   */
  passed(): Promise<Written>;
  /** Reads and checks what a file, or files, hold. Rejects 'invalid' with what is wrong, and where. */
  recognise(source: ModelSource): Promise<Recognised>;
  /** As `recognise`, without the files: they may be large, and are not kept yet. */
  inspect(source: ModelSource): Promise<ModelPreview>;
  /** Of mixtures, models of streams, and texts. */
  serve(model: OfKind, request: PredictRequest): Promise<PredictAnswer>;
  /** A format of `formatsOf` other than the archive. */
  convert(files: Files, format: string, precision: Precision): Promise<Converted>;
  /** `held`: what it has not learnt from; null: what comes with the app, or is generated. */
  cost(model: OfKind, precision: Precision, held: HeldOut | null): Promise<PrecisionCost>;
  /** With the size of each. */
  formats(model: OfKind): Promise<readonly ModelFormat[]>;
}

/** A worker with a host in it; its calls reject with ServiceError 'unavailable' once it is gone. */
export interface LibraryPort {
  readonly host: LibraryHost;
  end(): void;
}

/** What the service needs from the world around it. */
export interface LibraryEnv {
  spawn(): LibraryPort;
  /** Where tabs and the engine meet; absent or null where there are none. */
  readonly locks?: Locks | null;
}

interface LibraryHostDependencies {
  /** What models compute on whose precision is judged. */
  readonly createNn: () => Promise<NnBackend>;
  /** As `LearnerEnv.kernels`. */
  readonly kernels?: LearnerEnv['kernels'];
  /** What pictures of a run's data are read by; without it those of files are not asked about. */
  readonly imageDecoder?: ImageDecoder;
  /** Aborted where the host is to give up what it packs or reads; a worker is ended. */
  readonly signal?: AbortSignal;
}

export function createLibraryHost(deps: LibraryHostDependencies): LibraryHost {
  const { createNn, kernels, imageDecoder, signal } = deps;
  let passed: Written = { done: 0, total: 0 };
  const pass = (done: number, total: number) => {
    signal?.throwIfAborted();
    passed = { done, total };
  };
  let nn: Promise<NnBackend> | null = null;
  const backend = () => {
    nn ??= createNn().catch((error: unknown) => {
      // Another time its files may be reached.
      nn = null;
      throw error;
    });
    return nn;
  };
  return guarded<LibraryHost>({
    look: (model) =>
      inWords('model', async () => {
        const { description } = summaryOf(model);
        return { layers: layersOf(model), tensors: await tensorsOf(model), description };
      }),
    compare: (a, b) => inWords('model', () => compareModels(a, b)),
    pack: (job) => inWords('options', () => packed(job, pass)),
    passed: async () => passed,
    recognise: (source) => inWords('file', () => recognise(source, ARCHIVE_LIMITS, pass)),
    inspect: (source) => inWords('file', async () => (await recognise(source, ARCHIVE_LIMITS, pass)).preview),
    async serve({ kind, files }, request) {
      const dir = memoryDir(files);
      if (kind === 'mixture') return serveWith(mixtureModule, dir, request);
      if (kind === 'stream') {
        const loaded = await inWords('model', () => loadStream(files, kernels));
        try {
          return await serveWith({ ...streamModule(kernels), load: () => loaded }, dir, request);
        } finally {
          loaded.learner.dispose();
        }
      }
      const model = await inWords('model', async () => loadTextModel(await backend(), files));
      const score = async (texts: readonly string[]) => {
        checkTexts(texts);
        return (await model.score(texts)).map((one) => one.score);
      };
      try {
        return await serveWith(
          textModule(() => ({ score })),
          dir,
          request,
        );
      } finally {
        model.dispose();
      }
    },
    convert: (files, format, precision) => inWords('format', () => convert(files, format, precision, pass)),
    cost: (model, precision, held) =>
      inWords('precision', () => precisionCost(model, precision, held, { createNn: backend, kernels, imageDecoder })),
    formats: (model) => inWords('model', () => measuredFormats(model)),
  });
}

async function packed(job: PackJob, wrote: (done: number, total: number) => void): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const breath = new Breath();
  const archive = await archiveOf(job);
  const total = [...archive.files.values()].reduce((sum, { length }) => sum + length, 0);
  const reader = writeArchive(archive, (done) => wrote(Math.min(done, total), total)).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces, { type: 'application/gzip' });
    pieces.push(value);
    await breath.take();
  }
}
