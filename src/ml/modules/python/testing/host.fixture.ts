// For tests: starts host.py, a program written against the protocol of modules, and hands it jobs. Where its Python has no
// onnxruntime, its questions to ONNX Runtime are answered here by onnxruntime-web: the same runtime, its other binding.

import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { InferenceSession, Tensor } from 'onnxruntime-web';

export const PYTHON = 'python3';
export const missing = spawnSync(PYTHON, ['-c', 'import numpy']).status !== 0;
if (missing) console.warn('Passed over: the Python scripts of archives. There is no python3 with NumPy here.');

const HOST = join(import.meta.dirname, 'host.py');

export interface Question {
  /** What is no text is sent as JSON. */
  readonly body: unknown;
  /** JSON where it is not said. */
  readonly type?: string;
  readonly accepted?: string;
}

export type HostJob = {
  /** The module's, or where the archive is unpacked to. */
  readonly folder: string;
  readonly archive?: string;
} & (
  | { readonly questions: readonly Question[] }
  | {
      readonly args: readonly string[];
      /** The folder in the model's for TensorBoard's files; none are written where it is not said. */
      readonly board?: string;
    }
);

export type Served = [body: string, type: string] | null | { error: string };

/** Of jobs with questions the answers, of trainings what they said; and what ran ONNX models, if any were. */
export async function runHost(jobs: readonly HostJob[]): Promise<{
  readonly results: readonly (Served[] | string)[];
  readonly runtime: string;
}> {
  // One thread: small matrices are no work to share.
  const python = spawn(PYTHON, [HOST], { env: { ...process.env, OPENBLAS_NUM_THREADS: '1' } });
  let complaint = '';
  python.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const sessions = new Sessions();
  send(python, jobs.map(asSent));
  for await (const line of createInterface({ input: python.stdout })) {
    const said = JSON.parse(line);
    if (said.done) return { results: said.done, runtime: said.runtime };
    const error = (why: unknown) => ({ error: String(why) });
    send(python, await sessions.reply(said).catch(error));
  }
  throw new Error(`Python ended without an answer.\n${complaint}`);
}

function send(python: ChildProcessWithoutNullStreams, message: object): void {
  python.stdin.write(`${JSON.stringify(message)}\n`);
}

function asSent(job: HostJob): object {
  if (!('questions' in job)) return job;
  const questions = job.questions.map(({ body, type = 'application/json', accepted = '*/*' }) => {
    const bytes = body instanceof Uint8Array ? body : typeof body === 'string' ? body : JSON.stringify(body);
    return { body: Buffer.from(bytes as string).toString('base64'), type, accepted };
  });
  return { ...job, questions };
}

interface SentArray {
  readonly type: 'float32' | 'float64' | 'int64';
  readonly dims: readonly number[];
  /** Little-endian, base64. */
  readonly data: string;
}

type Asked = { readonly open: string } | { readonly run: number; readonly feeds: Readonly<Record<string, SentArray>> };

const ARRAYS = { float32: Float32Array, float64: Float64Array, int64: BigInt64Array } as const;

class Sessions {
  private readonly open: InferenceSession[] = [];

  async reply(asked: Asked): Promise<object> {
    const ort = await import('onnxruntime-web');
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    if ('open' in asked) {
      const session = await ort.InferenceSession.create(new Uint8Array(await readFile(asked.open)));
      this.open.push(session);
      const described = (values: readonly InferenceSession.ValueMetadata[]) =>
        values.map((value) => ({ name: value.name, shape: value.isTensor ? value.shape : [] }));
      return {
        session: this.open.length - 1,
        ...{ inputs: described(session.inputMetadata), outputs: described(session.outputMetadata) },
      };
    }
    const feeds = Object.entries(asked.feeds).map(([name, { type, dims, data }]): [string, Tensor] => {
      const bytes = new Uint8Array(Buffer.from(data, 'base64'));
      return [name, new ort.Tensor(type, new ARRAYS[type](bytes.buffer), dims)];
    });
    const made = Object.entries(await this.open[asked.run]!.run(Object.fromEntries(feeds)));
    return { made: Object.fromEntries(made.map(([name, tensor]) => [name, sentOf(tensor as Tensor)])) };
  }
}

function sentOf({ type, dims, data }: Tensor): object {
  const { buffer, byteOffset, byteLength } = data as Float32Array;
  return { type, dims, data: Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString('base64') };
}
