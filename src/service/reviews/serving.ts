// Scores and explains. One worker holds the models in use; the small model answers until the serving one is
// read. A worker that is lost is started anew, once per question; a backend that does not start gives way to
// WASM, with a notice.

import type { NewModelOptions } from '../../ml/text/load';
import type { Explanation, LayerInfo, TextModelInfo, TextScore } from '../../ml/text/types';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { ServingStatus } from '../../wire/reviews';
import { Serial } from '../points/pace';
import type { Catalogue } from './catalogue';
import { type HostBackend, HostLostError, type HostPort, type NewModel, type TextEnv } from './host';

export interface ServingDependencies {
  readonly env: TextEnv;
  readonly catalogue: Catalogue;
  /** The backend that is to compute now. */
  readonly backend: () => Promise<HostBackend>;
  readonly changed: () => void;
  readonly notify: (notice: Notice) => void;
}

/** Models held beside the first and the serving one. */
const MAX_GUESTS = 2;

interface Running {
  readonly port: HostPort;
  readonly wanted: HostBackend;
  /** The models that are ready by id, the least recently used first. */
  readonly loaded: Map<string, TextModelInfo>;
}

export class Serving {
  private running: Running | null = null;
  private readonly starting = new Serial();
  private readonly loading = new Serial();
  private model = '';
  private current: ServingStatus = { phase: 'loading', model: '', share: 0 };

  constructor(private readonly deps: ServingDependencies) {}

  get serving(): string {
    return this.model;
  }

  status(): ServingStatus {
    return this.current;
  }

  /** Makes a model the serving one; resolves when it answers, rejects when it cannot be loaded. */
  async serve(id: string): Promise<void> {
    this.model = id;
    this.tell({ phase: 'loading', model: id, share: 0 });
    try {
      await this.ready(this.deps.catalogue.first);
      const { loaded } = await this.ready(id);
      const engine = loaded.get(id)?.engine ?? '';
      if (this.model === id) this.tell({ phase: 'ready', model: id, engine });
    } catch (error) {
      if (this.model === id) this.tell({ phase: 'failed', model: id, message: messageOf(error) });
      throw error;
    }
  }

  /** By the model asked for, or by the serving one: while that loads or has failed, by the first. */
  async score(texts: readonly string[], asked?: string): Promise<Answer<{ scores: readonly TextScore[] }>> {
    return this.ask(asked, ({ port }, model) => port.host.score(model, texts));
  }

  async explain(text: string, asked?: string): Promise<Answer<Explanation>> {
    return this.ask(asked, ({ port }, model) => port.host.explain(model, text));
  }

  async structure(model: string): Promise<readonly LayerInfo[]> {
    const { port } = await this.ready(model);
    return port.host.structure(model);
  }

  async create(request: NewModelOptions): Promise<NewModel> {
    const { port } = await this.host();
    return port.host.create(request);
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

  private async ask<T>(
    asked: string | undefined,
    question: (running: Running, model: string) => Promise<T & { readonly ms: number }>,
  ): Promise<Answer<T>> {
    const model = asked ?? this.answering();
    const attempt = async () => ({ model, ...(await question(await this.ready(model), model)) });
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof HostLostError)) throw error;
      return await attempt();
    }
  }

  private answering(): string {
    const { current, deps } = this;
    return current.phase === 'ready' ? this.model : deps.catalogue.first;
  }

  /** The worker with that model in it. */
  private async ready(id: string): Promise<Running> {
    const running = await this.host();
    const info = running.loaded.get(id);
    if (info) {
      // Used last: it moves to the end.
      running.loaded.delete(id);
      running.loaded.set(id, info);
      return running;
    }
    return this.loading.run(() => this.load(running, id));
  }

  private async load(running: Running, id: string): Promise<Running> {
    if (running.loaded.has(id)) return running;
    const { catalogue } = this.deps;
    const files = await catalogue.files(id, (share) => {
      if (this.model === id && this.current.phase === 'loading') this.tell({ phase: 'loading', model: id, share });
    });
    running.loaded.set(id, await running.port.host.load(id, files));
    await this.makeRoom(running);
    return running;
  }

  private async makeRoom({ loaded, port }: Running): Promise<void> {
    const guests = [...loaded.keys()].filter((id) => id !== this.model && id !== this.deps.catalogue.first);
    for (const id of guests.slice(0, -MAX_GUESTS)) {
      loaded.delete(id);
      await port.host.unload(id);
    }
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
    const port = this.deps.env.spawn('scoring', () => {
      if (this.running?.port === port) this.running = null;
    });
    await startBackend(port, wanted, this.deps.notify);
    return { port, wanted, loaded: new Map() };
  }

  private tell(status: ServingStatus): void {
    this.current = status;
    this.deps.changed();
  }
}

type Answer<T> = T & { readonly model: string; readonly ms: number };

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
    return await port.host.start({ ...wanted, kind: 'wasm' });
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
