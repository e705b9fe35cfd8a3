// A worker with the text models that are in use in it. A model is read when it is first asked for, and goes when
// others are asked for more and no question to it is open; a worker that is lost is started anew, once per question; a
// backend that does not start gives way to WASM, with a notice.

import type { NewModelOptions } from '../../ml/text/load';
import type { Embeddings, Explanation, LayerInfo, TextModelInfo, TextScore } from '../../ml/text/types';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import { messageOf } from '../errors';
import { Serial } from '../pace';
import type { Catalogue } from './catalogue';
import {
  type HostBackend,
  type HostLabel,
  HostLostError,
  type HostPort,
  type JudgedTexts,
  type JudgeRequest,
  type NewModel,
  type ProfileRequest,
  type TextEnv,
} from './host';

export interface PoolDependencies {
  readonly env: TextEnv;
  readonly catalogue: Catalogue;
  /** The backend that is to compute now. */
  readonly backend: () => Promise<HostBackend>;
  readonly notify: (notice: Notice) => void;
}

/** Models held beside those that are pinned. */
const MAX_GUESTS = 2;

interface Running {
  readonly port: HostPort;
  readonly wanted: HostBackend;
  /** The models that are ready by id, the least recently used first. */
  readonly loaded: Map<string, TextModelInfo>;
}

export type Answer<T> = T & { readonly model: string; readonly ms: number };

export class Pool {
  private running: Running | null = null;
  private readonly starting = new Serial();
  private readonly loading = new Serial();
  /** Questions that are not answered yet, by model. */
  private readonly open = new Map<string, number>();

  /** `pinned`: models that stay once they are loaded. */
  constructor(
    private readonly label: HostLabel,
    private readonly deps: PoolDependencies,
    private readonly pinned: () => readonly string[] = () => [],
  ) {}

  async score(model: string, texts: readonly string[]): Promise<Answer<{ scores: readonly TextScore[] }>> {
    const answer = await this.ask(model, ({ port }) => port.host.score(model, texts));
    return { ...answer, scores: answer.scores.map((score) => this.told(model, score)) };
  }

  embed(model: string, texts: readonly string[]): Promise<Answer<Embeddings>> {
    return this.ask(model, ({ port }) => port.host.embed(model, texts));
  }

  async explain(model: string, text: string): Promise<Answer<Explanation>> {
    const answer = await this.ask(model, ({ port }) => port.host.explain(model, text));
    return { ...answer, score: this.told(model, answer.score) };
  }

  structure(model: string): Promise<readonly LayerInfo[]> {
    return this.using(model, async () => (await this.ready(model)).port.host.structure(model));
  }

  async create(request: NewModelOptions): Promise<NewModel> {
    const { port } = await this.host();
    return port.host.create(request);
  }

  profile(request: ProfileRequest): Promise<Uint8Array> {
    return twice(async () => (await this.host()).port.host.profile(request));
  }

  judge(request: JudgeRequest): Promise<JudgedTexts> {
    return twice(async () => (await this.host()).port.host.judge(request));
  }

  /** Reads a model; resolves when it can answer. */
  load(model: string, onProgress: (share: number) => void = () => {}): Promise<TextModelInfo> {
    return this.using(model, async () => {
      const info = (await this.ready(model, onProgress)).loaded.get(model);
      if (!info) throw new ServiceError('unavailable', 'The text model went away while it was read.');
      return info;
    });
  }

  /** Forgets what was loaded under that id. */
  async forget(id: string): Promise<void> {
    if (this.running?.loaded.delete(id)) await this.running.port.host.unload(id);
  }

  /** Ends the worker; the next question starts another. */
  end(): void {
    this.running?.port.end();
    this.running = null;
  }

  /** Whether a text seems foreign is said by models that began with English: what others learnt from may be in any language. */
  private told(model: string, score: TextScore): TextScore {
    const { foreign, ...rest } = score;
    return foreign === undefined || this.deps.catalogue.beganWithEnglish(model) ? score : rest;
  }

  private ask<T>(
    model: string,
    question: (running: Running) => Promise<T & { readonly ms: number }>,
  ): Promise<Answer<T>> {
    return this.using(model, () => twice(async () => ({ model, ...(await question(await this.ready(model))) })));
  }

  /** The model stays while `work` is at it. */
  private async using<T>(model: string, work: () => Promise<T>): Promise<T> {
    this.open.set(model, (this.open.get(model) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = (this.open.get(model) ?? 1) - 1;
      if (left > 0) this.open.set(model, left);
      else this.open.delete(model);
    }
  }

  /** The worker with that model in it. */
  private async ready(id: string, onProgress: (share: number) => void = () => {}): Promise<Running> {
    const running = await this.host();
    const info = running.loaded.get(id);
    if (info) {
      // Used last: it moves to the end.
      running.loaded.delete(id);
      running.loaded.set(id, info);
      return running;
    }
    return this.loading.run(() => this.read(running, id, onProgress));
  }

  private async read(running: Running, id: string, onProgress: (share: number) => void): Promise<Running> {
    if (running.loaded.has(id)) return running;
    const files = await this.deps.catalogue.files(id, onProgress);
    running.loaded.set(id, await running.port.host.load(id, files));
    await this.makeRoom(running);
    return running;
  }

  /** Those that were last asked longest ago go, but for those with a question open: they are more for that long. */
  private async makeRoom({ loaded, port }: Running): Promise<void> {
    const pinned = this.pinned();
    const guests = [...loaded.keys()].filter((id) => !pinned.includes(id));
    const idle = guests.filter((id) => !this.open.has(id));
    const going = idle.slice(0, Math.max(0, guests.length - MAX_GUESTS));
    // All at once: who asks for one of them from now on has it read again.
    for (const id of going) loaded.delete(id);
    for (const id of going) await port.host.unload(id);
  }

  /** The worker, started when there is none or when another backend was chosen. */
  private host(): Promise<Running> {
    return this.starting.run(async () => {
      const wanted = await this.deps.backend();
      if (this.running?.wanted.kind !== wanted.kind) {
        this.end();
        this.running = await this.start(wanted);
      }
      return this.running;
    });
  }

  private async start(wanted: HostBackend): Promise<Running> {
    const port = this.deps.env.spawn(this.label, () => {
      if (this.running?.port === port) this.running = null;
    });
    await startBackend(port, wanted, this.deps.notify);
    return { port, wanted, loaded: new Map() };
  }
}

/** Asks again when the worker went away meanwhile. */
async function twice<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof HostLostError)) throw error;
    return await attempt();
  }
}

/** Starts the wanted backend, or WASM in its place; says what computes. Ends the worker when neither starts. */
export async function startBackend(
  port: HostPort,
  wanted: HostBackend,
  notify: (notice: Notice) => void,
): Promise<string> {
  try {
    return await port.host.start(wanted);
  } catch (error) {
    if (wanted.kind === 'wasm' || error instanceof HostLostError) {
      port.end();
      throw new ServiceError('unavailable', `Text models cannot be computed here. ${messageOf(error)}`);
    }
    notify({
      level: 'warning',
      title: 'Text models run on WASM',
      message: `The chosen backend could not be used for them: ${messageOf(error)} Nothing is lost.`,
    });
    return await startBackend(port, { ...wanted, kind: 'wasm' }, notify);
  }
}
