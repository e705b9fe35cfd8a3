// Drift monitoring: whether the reviews that have come in still look like what the serving model was trained on.
// Looks in the background, a short rest after reviews came, went or changed, and after a reload; all that takes long
// is done by the background worker.

import { aboutProfile } from '../../ml/drift/profile-file';
import type { DriftReport, DriftService, DriftState } from '../../wire/drift';
import { ServiceError } from '../../wire/errors';
import type { Notice, ServiceEvent } from '../../wire/events';
import { guarded, messageOf, toServiceError } from '../errors';
import { Throttle } from '../pace';
import type { ReviewsParts } from '../reviews/parts';
import { Arrivals, signatureOf } from './arrivals';
import { judgeTexts } from './judging';
import {
  DEFAULT_OPTIONS,
  given,
  readWatch,
  saveOptions,
  saveWatched,
  unwatched,
  type Watched,
  withArrivals,
  withReport,
} from './record';
import { WATCH_TIMING, Watch, type WatchTiming } from './watch';

/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;

export interface DriftDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly parts: ReviewsParts;
  readonly timing?: WatchTiming;
}

/** What other services may use of it. */
export interface DriftParts {
  state(): DriftState;
  /** Calls back after every look. */
  onChange(listener: () => void): () => void;
}

export interface DriftHandle {
  readonly service: DriftService;
  readonly parts: DriftParts;
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
}

/** Reads what is stored, and begins to watch. */
export async function openDrift(deps: DriftDependencies): Promise<DriftHandle> {
  const drift = new Drift(deps);
  await drift.open();
  return {
    service: guarded<DriftService>(drift.methods()),
    parts: drift.parts(),
    suspend: async () => drift.suspend(),
    resume: async () => drift.resume(),
    reload: () => drift.open(),
  };
}

class Drift {
  private options = DEFAULT_OPTIONS;
  private watched: Watched = unwatched('');
  private reference: Reference | null = null;
  /** A model that has none. */
  private without: string | null = null;
  private looking = false;
  /** Until something comes in or somebody asks there is nothing to watch, and what the model learnt from is not fetched. */
  private awake = false;
  private problem: string | null = null;
  /** Grows with all that a look depends on; a look that began before is out of date. */
  private changes = 1;
  private lookedAt = 0;
  /** Grows when a look under way is to come to nothing. Reviews that come and go do not stop it: others may never rest. */
  private epoch = 0;
  private trainingPhase = '';
  private readonly listeners = new Set<() => void>();
  private readonly watch: Watch;
  private readonly news: Throttle;
  private readonly arrivals: Arrivals;

  constructor(private readonly deps: DriftDependencies) {
    this.watch = new Watch(deps.timing ?? WATCH_TIMING, () => this.look());
    this.news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'drift', state: this.state() }));
    this.arrivals = new Arrivals(deps.parts);
    deps.parts.onChange((what) => this.changed(what));
  }

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    this.suspend();
    this.problem = null;
    this.reference = null;
    this.without = null;
    this.trainingPhase = this.deps.parts.training.status().phase;
    try {
      const { options, watched } = await readWatch();
      this.options = options;
      this.watched = watched;
      this.awake ||= (await this.deps.parts.arrivals()).length > 0;
    } catch (error) {
      this.problem = `What earlier looks have found could not be read: ${messageOf(error)}`;
    }
    this.resume();
  }

  suspend(): void {
    this.restart();
    this.watch.stop();
  }

  resume(): void {
    if (!this.awake) return;
    this.announce();
    if (this.options.enabled) this.watch.go();
  }

  private wake(): void {
    if (this.awake) return;
    this.awake = true;
    this.resume();
  }

  parts(): DriftParts {
    return {
      state: () => this.state(),
      onChange: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
    };
  }

  methods(): DriftService {
    return {
      state: async () => {
        this.wake();
        return this.state();
      },
      check: () => this.check(),
      setOptions: async (options) => {
        this.wake();
        const changed = { ...this.options, ...given(options) };
        await saveOptions(changed);
        this.options = changed;
        this.restart();
        if (changed.enabled) this.watch.go();
        else this.watch.stop();
        this.news.request();
      },
    };
  }

  private state(): DriftState {
    const model = this.deps.parts.serving();
    const { report, history } = this.watched.model === model ? this.watched : unwatched(model);
    return {
      options: this.options,
      phase: this.looking ? 'looking' : this.options.enabled ? 'waiting' : 'off',
      report,
      reference: this.reference?.model === model ? this.reference.about : null,
      history,
      problem: this.problem,
    };
  }

  private changed(what: 'reviews' | 'serving' | 'training'): void {
    if (what === 'training') {
      // Its progress changes nothing here; which reviews are learnt from is said when it begins and ends.
      const { phase } = this.deps.parts.training.status();
      if (phase === this.trainingPhase) return;
      this.trainingPhase = phase;
    }
    this.changes += 1;
    this.wake();
    if (what === 'serving') {
      this.restart();
      this.problem = null;
      this.announce();
    }
    if (this.options.enabled) this.watch.request();
  }

  private restart(): void {
    this.epoch += 1;
    this.changes += 1;
  }

  /** Says what the serving model is compared with before the first look does. */
  private announce(): void {
    // What is wrong with a profile is the look's to say.
    this.findReference(this.deps.parts.serving()).then(
      () => this.news.request(),
      () => this.news.request(),
    );
  }

  private async check(): Promise<DriftReport> {
    for (let look = 0; look < MAX_LOOKS && !this.upToDate(); look++) {
      await this.watch.now();
      if (this.problem) break;
    }
    const { report } = this.state();
    if (this.problem) throw new ServiceError('unavailable', this.problem);
    if (report) return report;
    throw new ServiceError('not_found', NO_REFERENCE);
  }

  private upToDate(): boolean {
    return this.lookedAt === this.changes;
  }

  // ---------------------------------------------------------------- a look

  private async look(): Promise<void> {
    if (this.upToDate()) return;
    const { changes, epoch } = this;
    const { serving } = this.deps.parts;
    const model = serving();
    const wanted = () => this.epoch === epoch && serving() === model;
    this.looking = true;
    this.news.request();
    try {
      await this.judge(model, wanted);
      if (wanted()) {
        this.lookedAt = changes;
        this.problem = null;
      } else this.watch.request();
    } catch (error) {
      if (wanted()) this.problem = messageOf(toServiceError(error));
    }
    this.looking = false;
    this.news.request();
    for (const listener of this.listeners) listener();
  }

  private async judge(model: string, wanted: () => boolean): Promise<void> {
    const { arrivals, options } = this;
    const { background } = this.deps.parts;
    const reference = (await this.findReference(model)) ?? (await this.makeReference(model));
    if (!reference) return;
    const { ids, reviews } = await arrivals.read(options.window);
    if (!wanted()) return;
    const watched = withArrivals(this.watched.model === model ? this.watched : unwatched(model), ids);
    const signature = signatureOf({ reference, reviews, options, seen: watched.seen });
    if (watched.report && watched.signature === signature) return;
    const current = await arrivals.observe(model, reviews, wanted);
    if (!current || !wanted()) return;
    const request = { profile: reference.bytes, current, alpha: options.alpha, look: watched.seen };
    // Of nothing there is nothing to compute: no worker is started for it.
    const judged = reviews.length === 0 ? judgeTexts(request) : await background.judge(request);
    if (!wanted()) return;
    const { n_reference, tests, drifted, histograms } = judged;
    const at = new Date().toISOString();
    const counts = { n_reference, n_current: reviews.length, seen: watched.seen };
    const report = { model, drifted, ...counts, at, tests, histograms };
    this.watched = withReport(watched, report, signature);
    if (drifted && !watched.told) this.deps.emit({ type: 'notice', notice: noticeOf(report) });
    await saveWatched(this.watched);
  }

  private async findReference(model: string): Promise<Reference | null> {
    if (this.reference?.model === model) return this.reference;
    const bytes = await this.deps.parts.catalogue.profile(model);
    if (!bytes) return null;
    const reference = { model, bytes, about: aboutProfile(bytes) };
    if (this.deps.parts.serving() === model) this.reference = reference;
    return reference;
  }

  /** A model of which nothing is kept, though its texts may be: asked once. */
  private async makeReference(model: string): Promise<Reference | null> {
    if (this.without === model) return null;
    await this.deps.parts.profiled(model);
    // Not before: what failed may succeed at the next look.
    this.without = model;
    return this.findReference(model);
  }
}

/** What a model is compared with. */
interface Reference {
  readonly model: string;
  readonly bytes: Uint8Array;
  /** For people. */
  readonly about: string;
}

/** Looks that one question waits for while what it asks about keeps changing. */
const MAX_LOOKS = 3;

const NO_REFERENCE =
  'Nothing is kept of what the serving model was trained on, so there is nothing to compare with. Serve another model.';

function noticeOf({ tests, n_current }: DriftReport): Notice {
  const told = tests.filter(({ drifted }) => drifted).length;
  return {
    level: 'warning',
    title: `The last ${n_current} reviews look different`,
    // Short: it lies over what the person is at work on. The figures stand in the Monitor view.
    message: `${told} of ${tests.length} tests say so. The model serves as before; see Monitor.`,
  };
}
