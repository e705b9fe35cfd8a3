// The service behind src/wire/retrain.ts: what there is to learn from, when a retraining starts, which versions there
// are and which of them serves. How one retraining runs is ./runner.ts.

import { readSetting, writeSetting } from '../../storage/settings';
import type { DriftState } from '../../wire/drift';
import type { Notice, ServiceEvent } from '../../wire/events';
import {
  RETRAIN_DEFAULTS,
  type RetrainOptions,
  type RetrainOverrides,
  type RetrainPhase,
  type RetrainRequest,
  type RetrainService,
  type RetrainState,
} from '../../wire/retrain';
import { retrainOptionsSchema, retrainOverridesSchema } from '../../wire/retrain-schemas';
import { parseWith } from '../../wire/schemas';
import type { DatasetsParts } from '../datasets/parts';
import { guarded, messageOf } from '../errors';
import { Serial, Throttle } from '../pace';
import type { ReviewsParts } from '../reviews/parts';
import { MAX_JUDGED } from './defaults';
import { describeOld, findAsked } from './draw';
import { planRetraining } from './plan';
import { type Answered, answeredSchema, type Proposal, propose } from './proposal';
import { Runner } from './runner';
import { Versions } from './versions';

const OPTIONS = 'retrain.options';
const ANSWERED = 'retrain.answered';
/** Events, which carry the newest report, come at most this often, milliseconds. */
const EVENT_INTERVAL = 250;
/** What there is to learn from is counted at most this often, milliseconds, and for at most a small share of the time. */
const COUNT_INTERVAL = 500;
const REST_SHARE = 10;

export interface RetrainDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly parts: ReviewsParts;
  readonly datasets: DatasetsParts;
  readonly drift: {
    state(): DriftState | Promise<DriftState>;
    onChange(listener: () => void): () => void;
  };
}

export interface RetrainHandle {
  readonly service: RetrainService;
  /** For people: the retraining under way, where it is taught and judged by that dataset. */
  using(dataset: string): string | null;
  suspend(): Promise<void>;
  resume(): Promise<void>;
  /** After the Reviews page's own: it must have taken up its training. */
  reload(): Promise<void>;
}

/** Reads what is stored; a retraining that was under way goes on. */
export async function openRetrain(deps: RetrainDependencies): Promise<RetrainHandle> {
  const retraining = new Retraining(deps);
  await retraining.open();
  retraining.watch();
  return {
    service: guarded<RetrainService>(retraining.methods()),
    using: (dataset) => retraining.using(dataset),
    suspend: () => retraining.suspend(),
    resume: async () => retraining.resume(),
    reload: () => retraining.open(),
  };
}

class Retraining {
  private readonly versions: Versions;
  private readonly runner: Runner;
  private readonly news: Throttle;
  private readonly counting: Throttle;
  private readonly looks = new Serial();
  private options: RetrainOptions = RETRAIN_DEFAULTS;
  private answered: Answered | null = null;
  private proposal: Extract<Proposal, { kind: 'ask' }> | null = null;
  private available = { new_texts: 0, old_texts: 0, held_out: 0 };
  private labelled = 0;
  /** The serving model that the counts are for; null when they are out of date. */
  private counted: string | null = null;
  private notBefore = 0;
  private suspended = false;

  constructor(private readonly deps: RetrainDependencies) {
    const { parts, datasets, emit } = deps;
    const notify = (notice: Notice) => emit({ type: 'notice', notice });
    this.news = new Throttle(EVENT_INTERVAL, () => emit({ type: 'retrain', state: this.current() }));
    this.counting = new Throttle(COUNT_INTERVAL, () => this.lookSoon());
    this.versions = new Versions(parts.catalogue);
    this.runner = new Runner({
      ...{ parts, datasets, notify, versions: this.versions },
      changed: () => this.news.request(),
      ended: () => this.answer(),
    });
  }

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    this.suspended = false;
    this.counted = null;
    try {
      const stored = await readSetting<unknown>(OPTIONS);
      this.options =
        retrainOptionsSchema.safeParse({ ...RETRAIN_DEFAULTS, ...Object(stored) }).data ?? RETRAIN_DEFAULTS;
      this.answered = answeredSchema.safeParse(await readSetting(ANSWERED)).data ?? null;
      await this.versions.open(this.deps.parts.serving());
      await this.runner.open();
    } catch (error) {
      const message = `${messageOf(error)} What is stored was left as it is; reload the page to try again.`;
      this.deps.emit({ type: 'notice', notice: { level: 'error', title: 'Retraining could not be opened', message } });
    }
    this.counting.request();
  }

  watch(): void {
    const { parts, drift } = this.deps;
    parts.onChange((what) => {
      if (what === 'training') return this.runner.settle();
      if (what === 'serving') void this.versions.began(parts.serving());
      this.recount();
    });
    drift.onChange(() => this.counting.request());
  }

  async suspend(): Promise<void> {
    this.suspended = true;
    await this.runner.suspend();
    await this.looks.run(() => {});
  }

  resume(): void {
    this.suspended = false;
    this.runner.resume();
  }

  using(dataset: string): string | null {
    return this.runner.job?.options.datasets.includes(dataset) ? 'The retraining' : null;
  }

  methods(): RetrainService {
    return {
      state: async () => {
        await this.look();
        return this.current();
      },
      start: (request) => this.start(request),
      dismiss: async () => {
        if (this.runner.problem !== null) await this.runner.forget();
        await this.answer();
      },
      cancel: () => this.runner.cancel(),
      setOptions: (options) => this.setOptions(options),
      report: async (model) => {
        this.deps.parts.catalogue.get(model);
        return this.versions.report(model);
      },
      promote: (model) => this.serve(model),
      rollBack: (model) => this.serve(model),
    };
  }

  private current(): RetrainState {
    const serving = this.deps.parts.serving();
    const { options, available, versions } = this;
    return { options, available, status: this.status(), last: versions.last, versions: versions.list(serving) };
  }

  private status(): RetrainPhase {
    const { job, problem, progress } = this.runner;
    if (problem !== null) return { phase: 'failed', message: problem };
    if (job && job.challenger !== null) {
      return { phase: 'judging', champion: job.champion, challenger: job.challenger, ...progress };
    }
    if (job) {
      const { champion, new_texts, old_texts } = job;
      return { phase: 'training', champion, new_texts, old_texts };
    }
    if (!this.proposal) return { phase: 'idle' };
    const { since, reason } = this.proposal;
    return { phase: 'proposed', since, reason, new_texts: this.available.new_texts };
  }

  private async start(request: RetrainRequest = {}): Promise<void> {
    const { parts, datasets } = this.deps;
    const options = await this.changed(request.options ?? {}, 'options.datasets');
    const champion = parts.serving();
    const { catalogue } = parts;
    await this.runner.start(() => planRetraining(champion, options, request, { catalogue, datasets }));
    this.proposal = null;
    this.recount();
  }

  private async setOptions(given: RetrainOverrides): Promise<void> {
    const options = await this.changed(given, 'datasets');
    await writeSetting(OPTIONS, options);
    this.options = options;
    this.counted = null;
    await this.look();
  }

  /** The options with these changes; `field`: what datasets are called where they were asked for. */
  private async changed(given: RetrainOverrides, field: string): Promise<RetrainOptions> {
    const changes = check(given);
    if (!changes.datasets) return { ...this.options, ...changes };
    const asked = { earlier: this.options.datasets, field };
    return { ...this.options, ...changes, datasets: await findAsked(this.deps.datasets, changes.datasets, asked) };
  }

  /** A version serves; what it is to be compared with for drift is there before. */
  private async serve(model: string): Promise<void> {
    const { parts } = this.deps;
    parts.catalogue.get(model);
    await parts.profiled(model);
    await parts.serve(model);
    this.recount();
  }

  // ---------------------------------------------------------------- what there is, and whether to ask

  /** It is not asked again about these reviews. */
  private async answer(): Promise<void> {
    const { report } = await this.deps.drift.state();
    this.proposal = null;
    await this.count();
    this.answered = {
      at: report?.at ?? new Date().toISOString(),
      model: this.deps.parts.serving(),
      seen: report?.seen ?? 0,
      labelled: this.labelled,
    };
    await writeSetting(ANSWERED, this.answered);
    this.recount();
    this.news.request();
  }

  /** What was counted is out of date. */
  private recount(): void {
    this.counted = null;
    this.counting.request();
  }

  private lookSoon(): void {
    const rest = this.notBefore - performance.now();
    if (rest > 0) setTimeout(() => this.counting.request(), rest);
    // What cannot be read now is counted when something changes, or when someone asks, and is told.
    else this.look().catch(() => {});
  }

  /** Counts, and sees whether drift asks for a retraining. */
  private look(): Promise<void> {
    return this.looks.run(async () => {
      if (this.suspended) return;
      const start = performance.now();
      if (this.counted !== this.deps.parts.serving()) await this.count();
      const end = performance.now();
      this.notBefore = end + REST_SHARE * (end - start);
      await this.consider();
      this.news.request();
    });
  }

  private async count(): Promise<void> {
    const { parts, datasets } = this.deps;
    const serving = parts.serving();
    const known = new Set(parts.catalogue.made(serving)?.learnt);
    const sources = await describeOld(datasets, this.options.datasets);
    const rows = (part: 'train' | 'test') => sources.reduce((sum, source) => sum + source[part], 0);
    this.counted = serving;
    const of = { fresh: 0, old: 0, held_out: 0 };
    const labelled = await parts.labelled();
    for (const { id, part } of labelled) {
      of[part === 'held_out' ? 'held_out' : known.has(id) ? 'old' : 'fresh'] += 1;
    }
    this.labelled = labelled.length;
    this.available = {
      new_texts: of.fresh,
      old_texts: of.old + rows('train'),
      held_out: Math.min(MAX_JUDGED, of.held_out + rows('test')),
    };
  }

  private async consider(): Promise<void> {
    this.proposal = null;
    if (this.runner.busy) return;
    const { options, answered, available, labelled } = this;
    const drift = await this.deps.drift.state();
    const serving = this.deps.parts.serving();
    const proposal = propose({ options, serving, drift, answered, available, labelled });
    if (proposal.kind === 'ask') this.proposal = proposal;
    if (proposal.kind !== 'start' || this.runner.problem !== null || this.deps.parts.training.model !== null) return;
    try {
      await this.start();
    } catch (error) {
      const message = `${messageOf(error)} Start it by hand when that is put right.`;
      this.deps.emit({
        type: 'notice',
        notice: { level: 'warning', title: 'The retraining did not start', message },
      });
      await this.answer();
    }
  }
}

/** Throws 'invalid' naming every one at fault. */
function check(given: RetrainOverrides): Partial<RetrainOptions> {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  parseWith(retrainOverridesSchema, said);
  return said;
}
