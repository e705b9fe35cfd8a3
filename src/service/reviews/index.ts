// The Reviews page's service: scoring, models, labels and training, behind the interface of src/wire/reviews.ts.

import { readSetting, writeSetting } from '../../storage/settings';
import { ServiceError } from '../../wire/errors';
import type { Notice, ServiceEvent } from '../../wire/events';
import type { NewTextModel, ReviewsService, ReviewsState, TextTrainRequest } from '../../wire/reviews';
import type { ComputeState } from '../../wire/service';
import { lastBackend } from '../backend-trail';
import type { DatasetsParts } from '../datasets/parts';
import type { TrainedOn } from '../drift/profiles';
import { guarded, messageOf } from '../errors';
import { checkName } from '../names';
import { Throttle } from '../pace';
import { Catalogue, newRecord } from './catalogue';
import type { HostBackend, TextEnv } from './host';
import { Labelling } from './labelling';
import type { ReviewsParts } from './parts';
import { Pool } from './pool';
import { Profiling } from './profiling';
import { Book } from './score-book';
import { Serving } from './serving';
import { checkEncoder, checkSizes, checkTexts, STANDARD_SIZE } from './sizes';
import { planTraining } from './train-data';
import { Training } from './training';

const DRAFT = 'reviews.draft';
const SERVING = 'reviews.serving';
/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;

export interface ReviewsDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly env: TextEnv;
  readonly compute: () => Promise<ComputeState>;
  /** Asked for when a training on a dataset begins; without them there are no datasets. */
  readonly datasets?: () => DatasetsParts;
}

export interface ReviewsHandle {
  readonly service: ReviewsService;
  readonly parts: ReviewsParts;
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
}

/** Reads what is stored; a training that was at work goes on in the background. Models load when somebody looks. */
export async function openReviews(deps: ReviewsDependencies): Promise<ReviewsHandle> {
  const reviews = new Reviews(deps);
  await reviews.open();
  return {
    service: guarded<ReviewsService>(reviews.methods()),
    parts: reviews.parts(),
    suspend: async () => {
      await Promise.all([reviews.training.suspend(), reviews.labelling.mirror.suspend()]);
    },
    resume: async () => {
      reviews.training.resume();
      reviews.labelling.mirror.resume();
    },
    reload: () => reviews.open(),
  };
}

class Reviews {
  readonly training: Training;
  private readonly catalogue: Catalogue;
  private readonly serving: Serving;
  private readonly news: Throttle;
  private readonly background: Pool;
  private readonly book: Book;
  private readonly profiling: Profiling;
  readonly labelling: Labelling;
  private readonly listeners = new Set<(what: 'reviews' | 'serving' | 'training') => void>();
  private draft = '';
  private liveAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: ReviewsDependencies) {
    this.news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'reviews', state: this.state() }));
    const { env } = deps;
    const catalogue = new Catalogue(env);
    const changed = () => this.news.request();
    const notify = (notice: Notice) => deps.emit({ type: 'notice', notice });
    this.catalogue = catalogue;
    const scoring = { env, catalogue, notify, backend: () => this.scoringBackend() };
    this.serving = new Serving({ ...scoring, changed });
    this.background = new Pool('background', scoring);
    this.profiling = new Profiling(catalogue, this.background);
    const current = { serving: () => this.serving.serving, liveAt: () => this.liveAt };
    const fingerprint = (model: string) => catalogue.fingerprint(model);
    this.book = new Book({ background: this.background, ...current, fingerprint, changed, notify });
    this.labelling = new Labelling({
      ...{ book: this.book, notify, news: changed },
      servingName: () => catalogue.list().find(({ id }) => id === this.serving.serving)?.name ?? '',
      learnt: () => catalogue.made(this.serving.serving)?.learnt ?? [],
      changed: () => {
        changed();
        this.tell('reviews');
      },
    });
    this.training = new Training({
      ...{ env, catalogue, notify },
      changed: () => {
        changed();
        this.tell('training');
      },
      backend: (engine) => this.trainingBackend(engine),
      learnt: (ids) => this.labelling.assignParts(ids, 'train'),
      finished: (model, serve, data) => this.trained(model, serve, data),
    });
  }

  /** Storage that cannot be read, or models that cannot be fetched, must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    this.serving.end();
    this.background.end();
    try {
      const [draft, chosen] = await Promise.all([readSetting<unknown>(DRAFT), readSetting<unknown>(SERVING)]);
      this.draft = typeof draft === 'string' ? draft : '';
      await this.catalogue.open();
      await this.labelling.open();
      const model = typeof chosen === 'string' && this.catalogue.has(chosen) ? chosen : this.catalogue.standard;
      this.serving.choose(model);
      await this.book.open();
      await this.training.open();
    } catch (error) {
      const title = 'The Reviews page could not be opened';
      const message = `${messageOf(error)} What is stored was left as it is; reload the page to try again.`;
      this.deps.emit({ type: 'notice', notice: { level: 'error', title, message } });
    }
    this.news.request();
  }

  parts(): ReviewsParts {
    const { background, book, catalogue, labelling, training } = this;
    return {
      ...{ background, book, catalogue, training },
      labelled: () => labelling.labelled(),
      arrivals: () => labelling.arrivals(),
      assignParts: (ids, part) => labelling.assignParts(ids, part),
      profiled: (model) => this.profiling.ensure(model),
      serving: () => this.serving.serving,
      serve: (model) => this.serve(model),
      onChange: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
    };
  }

  private tell(what: 'reviews' | 'serving' | 'training'): void {
    for (const listener of this.listeners) listener(what);
  }

  state(): ReviewsState {
    return {
      models: this.catalogue.list(),
      serving: this.serving.status(),
      draft: this.draft,
      reviews: this.labelling.counts(),
      training: this.training.status(),
    };
  }

  methods(): ReviewsService {
    const { catalogue, serving, training } = this;
    return {
      // Whoever looks may ask next: the small model shall be there by then.
      state: async () => {
        serving.wake();
        return this.state();
      },
      score: async (texts, model) => {
        if (model !== undefined) catalogue.get(model);
        checkTexts(texts);
        this.liveAt = performance.now();
        return serving.score(texts, model);
      },
      explain: async (text, model) => {
        if (model !== undefined) catalogue.get(model);
        checkSizes([text]);
        return serving.explain(text, model);
      },
      structure: async (model) => {
        const { architecture } = catalogue.get(model);
        const layers = await serving.structure(model);
        const total = (of: 'parameters' | 'flops') => layers.reduce((sum, layer) => sum + layer[of], 0);
        return { model, architecture, layers, parameters: total('parameters'), flops: total('flops') };
      },
      serve: async (model) => {
        catalogue.get(model);
        await this.serve(model);
      },
      create: (request) => this.create(request),
      rename: async (model, name) => {
        await catalogue.rename(model, name);
        this.news.request();
      },
      remove: (model) => this.remove(model),
      saveDraft: async (text) => {
        this.draft = text;
        await writeSetting(DRAFT, text);
      },
      ...this.labelling.methods(),
      train: (request) => this.train(request),
      controlTraining: (command) => training.control(command),
    };
  }

  private async serve(model: string): Promise<void> {
    await this.serving.serve(model);
    // Another was chosen while this one was read.
    if (this.serving.serving !== model) return;
    await writeSetting(SERVING, model);
    await this.book.open();
    this.tell('serving');
  }

  /** What it learnt from is gathered meanwhile: that takes a while, and whoever trained it waits for it to serve. */
  private async trained(model: string, serve: boolean, data: TrainedOn): Promise<void> {
    this.profiling.make(model, data).then(
      () => {
        if (this.serving.serving === model) this.tell('serving');
      },
      (error: unknown) => {
        const message = `${messageOf(error)} The model itself is safe.`;
        const notice = { level: 'warning', title: 'Drift cannot be watched for the new model yet', message } as const;
        this.deps.emit({ type: 'notice', notice });
      },
    );
    if (serve) await this.serve(model);
  }

  private async create({ name, kind, seed, ...request }: NewTextModel): Promise<string> {
    const checked = checkName(name);
    const size = request.size ?? (kind === 'ngram' ? undefined : STANDARD_SIZE);
    if (size) checkEncoder(size);
    const architecture = size ? `L-${size.layers}_H-${size.hidden}_A-${size.heads}` : '';
    const vocabulary = await this.catalogue.vocabulary();
    const model = await this.serving.create({ kind, architecture, seed, vocabulary });
    const description = `Untrained, seed ${seed}`;
    const about = { name: checked, untrained: true, held_out: null, parent: null, description };
    const record = newRecord(model, about);
    await this.catalogue.add(record, model);
    this.news.request();
    return record.id;
  }

  private async remove(model: string): Promise<void> {
    if (this.training.model === model) {
      throw new ServiceError('conflict', 'A training starts from this model. Let it finish, or cancel it first.');
    }
    await this.catalogue.remove(model);
    // Another serves at once: whatever is asked of this one from now on fails, and is asked of that one.
    const served = this.serving.serving === model ? this.serve(this.catalogue.standard) : null;
    await Promise.all([served, this.serving.forget(model), this.background.forget(model)]);
    this.news.request();
  }

  private async train(request: TextTrainRequest): Promise<void> {
    this.training.checkFree();
    await this.training.start(await planTraining(request, this.catalogue, this.deps.datasets?.()));
  }

  /** Single texts are quickest on one thread of WASM, whatever larger work runs best on: another is used when asked for. */
  private async scoringBackend(): Promise<HostBackend> {
    const { override } = await this.deps.compute();
    return { kind: override === 'auto' ? 'wasm' : override, threads: 1 };
  }

  /** What it was on goes on; a GPU that was measured to be the fastest begins; else WASM, which leaves a core to scoring. */
  private async trainingBackend(engine: string): Promise<HostBackend> {
    const { override, backend, phase, threads } = await this.deps.compute();
    const quickest = phase === 'ready' && backend === 'webgpu' ? 'webgpu' : 'wasm';
    const automatic = lastBackend(engine) ?? quickest;
    return { kind: override === 'auto' ? automatic : override, threads: Math.max(1, threads - 1) };
  }
}
