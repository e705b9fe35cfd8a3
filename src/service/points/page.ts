// The Points page's one workspace: points, options, fit and the search for K, and how an edit of one
// reaches the others. Everything the service offers is built on it.

import { requireDistinct } from '../../ml/gmm/seeding';
import { DEFAULT_OPTIONS, type FitOptions, type Mixture } from '../../ml/gmm/types';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { FitCommand, PointsState, SelectionResult } from '../../wire/service';
import { invalid } from '../errors';
import { Serial } from '../pace';
import { type Edit, PointsDocument } from './document';
import { EngineHost, type EngineProvider } from './engines';
import { EditHistory, type Step } from './history';
import { checkOptions, epochsFor, mergeOptions, reachOf } from './options';
import type { RunStart } from './run-record';
import type { Search, SearchRecord, StopReason } from './search';
import { FitSession } from './session';
import type { SessionRecord } from './session-types';

/** Everything about the fit, as plain data: what an undo step of the points may bring back. */
export interface FitRecord {
  readonly options: FitOptions;
  readonly session: SessionRecord;
  readonly selection: SelectionResult | null;
}

/** The fit as it is saved: with the search that is at work and the speed. */
export interface PageRecord extends FitRecord {
  readonly search: SearchRecord | null;
  readonly speed: number | null;
}

export interface PageDependencies {
  readonly provider: EngineProvider;
  /** `progress`: an iteration was made; `settled`: anything else, worth saving at once. */
  readonly changed: (what: 'progress' | 'settled') => void;
  readonly notify: (notice: Notice) => void;
}

/** What an edit does beside changing the points. */
export interface EditOptions {
  /** Puts this in place of the fit, within the same undo step. */
  readonly fit?: {
    readonly options: FitOptions;
    readonly mixture: Mixture | null;
    /** How many points the mixture was fitted to, where they need not be those that are here; 0 where nobody knows. */
    readonly learned?: number | undefined;
  };
  readonly stroke?: string | undefined;
}

export class PointsPage {
  readonly document = new PointsDocument();
  readonly turns = new Serial();
  readonly engines: EngineHost;
  readonly session: FitSession;
  readonly history = new EditHistory<FitRecord>();
  options: FitOptions = DEFAULT_OPTIONS;
  selection: SelectionResult | null = null;
  search: Search | null = null;
  /** Stops an update by the REST door that is at work. */
  interrupt: (() => void) | null = null;
  readonly changed: PageDependencies['changed'];
  readonly notify: PageDependencies['notify'];

  constructor({ provider, changed, notify }: PageDependencies) {
    this.changed = changed;
    this.notify = notify;
    this.engines = new EngineHost(this.document, provider);
    this.session = new FitSession(this);
  }

  state(): PointsState {
    const { document, options, session, search, history } = this;
    return {
      dataset: document.info(),
      options,
      epochs: epochsFor(options, document.n),
      fit: search ? { phase: 'selecting', ...search.progress } : session.status(),
      mixture: session.mixture(),
      earlierOptions: this.superseded && session.mixture() !== null,
      history: session.run?.history() ?? { values: [], stride: 1 },
      selection: search?.result ?? this.selection,
      speed: session.tempo.speed,
      canUndo: history.canUndo,
      canRedo: history.canRedo,
    };
  }

  // ------------------------------------------------------------ points

  /** Makes an edit as one undo step. Rows and indices are checked by the caller. */
  edit(edit: Edit, { fit, stroke }: EditOptions = {}): void {
    const before = fit && this.fitRecord();
    const inverse = this.document.apply(edit);
    this.outdateSelection();
    this.history.push(before ? { edit: inverse, fit: before } : { edit: inverse }, stroke);
    if (fit) this.putFit(fit.options, fit.mixture, fit.learned);
    this.pointsChanged(edit);
  }

  undo(): void {
    if (this.history.undo(this.takeStep)) this.changed('settled');
  }

  redo(): void {
    if (this.history.redo(this.takeStep)) this.changed('settled');
  }

  /** Undoes the newest step as if it had never been made. */
  takeBack(): void {
    this.undo();
    this.history.dropFuture();
    this.changed('settled');
  }

  private readonly takeStep = (step: Step<FitRecord>): Step<FitRecord> => {
    const fit = step.fit && this.fitRecord();
    const edit = this.document.apply(step.edit);
    this.outdateSelection();
    if (step.fit) this.restoreFit(step.fit, false);
    this.pointsChanged(step.edit);
    return fit ? { edit, fit } : { edit };
  };

  private pointsChanged(edit: Edit): void {
    this.stopSearch('points');
    if (edit.type === 'append') void this.session.pointsAdded();
    this.changed('settled');
  }

  // ------------------------------------------------------------ fit

  /** Merges `patch` over the options; see options.ts for what a fit makes of it. */
  async setOptions(patch: Partial<FitOptions>): Promise<void> {
    const { options, session, document } = this;
    const merged = mergeOptions(options, patch, document.d);
    checkOptions(merged);
    const reach = reachOf(options, merged);
    if (reach === 'none') return;
    if (this.search) throw new ServiceError('conflict', 'A search for the number of components runs: stop it first.');
    const epochs = epochsFor(merged, document.n);
    const anew = reach === 'restart' && session.busy;
    if (anew) this.requireFittable(merged);
    this.options = merged;
    if (anew) this.beginFit({ options: merged, epochs }, session.run?.budget ?? 1);
    // The reason of a failure is of the earlier options.
    else if (reach === 'restart' && session.phase === 'failed') session.reset(session.mixture(), session.options);
    else await session.change(merged, epochs);
    // The scores are of every K: only another K leaves them as they are.
    if (reachOf({ ...options, n_components: merged.n_components }, merged) === 'restart') this.outdateSelection();
    this.changed('settled');
  }

  /** What is on show was made with options that make another fit than those set now. */
  private get superseded(): boolean {
    const { session, options } = this;
    const made = session.options;
    if (made && reachOf(made, options) === 'restart') return true;
    const mixture = session.mixture();
    return mixture !== null && !this.suits(mixture);
  }

  /** The scores of the last search are of other points, or of other options, than there are now. */
  private outdateSelection(): void {
    if (this.selection) this.selection = { ...this.selection, stale: true };
  }

  control(command: FitCommand): void {
    switch (command) {
      case 'play':
        this.go(Number.POSITIVE_INFINITY);
        break;
      case 'step':
        this.go(1);
        break;
      case 'pause':
        this.stopSearch('asked');
        this.interrupt?.();
        this.session.pause();
        break;
      case 'reset':
        this.stopSearch('reset');
        this.interrupt?.();
        this.selection = null;
        this.session.reset();
        break;
    }
  }

  setSpeed(speed: number | null, passing = false): void {
    if (speed !== null && !(Number.isFinite(speed) && speed > 0)) {
      throw invalid('speed', 'The speed must be a number of iterations a second above 0, or null.');
    }
    this.session.tempo.set(speed, passing);
    this.changed('settled');
  }

  /** Starts a fit in place of whatever was there. @throws ServiceError or MixtureError on what cannot be fitted. */
  beginFit(start: RunStart, budget: number) {
    this.requireFittable(start.options);
    return this.session.start(start, budget);
  }

  private requireFittable(options: FitOptions): void {
    const { document } = this;
    checkOptions(options);
    if (document.n === 0) throw invalid('points', 'There are no points to fit yet: add some first.');
    requireDistinct(document.matrix(), options.n_components);
  }

  private go(budget: number): void {
    if (this.search) throw new ServiceError('conflict', 'A search for the number of components runs: stop it first.');
    if (!this.superseded && this.session.resume(budget)) return;
    this.beginFit(this.nextStart(), budget);
  }

  /**
   * Where play starts from: a fit of earlier options, or a finished one that converged on these very points,
   * starts again from the beginning; one that ran out of epochs, or whose points changed since, goes on from
   * its mixture; so does a mixture that was loaded.
   */
  private nextStart(): RunStart {
    const { options, session, document } = this;
    const start = { options, epochs: epochsFor(options, document.n) };
    const { run, phase } = session;
    const mixture = session.mixture();
    const goesOn = phase === 'idle' || (phase === 'finished' && (run?.behind || !run?.converged));
    if (!goesOn || !mixture || this.superseded) return start;
    return { ...start, warmStart: mixture, learned: phase === 'finished' ? document.n : 0 };
  }

  /** Whether a fit under the page's options can start from a mixture. */
  private suits(mixture: Mixture): boolean {
    const { n_components, covariance_type } = this.options;
    return (
      mixture.n_components === n_components &&
      mixture.covariance_type === covariance_type &&
      mixture.n_features === this.document.d
    );
  }

  private stopSearch(reason: StopReason): void {
    const { search } = this;
    if (!search) return;
    search.stop(reason);
    this.search = null;
    // Scores of points that are no longer there say nothing.
    this.selection = reason === 'asked' ? search.result : null;
    this.changed('settled');
  }

  /** Puts options and a mixture (or none) in place of the fit. */
  putFit(options: FitOptions, mixture: Mixture | null, learned?: number): void {
    this.stopSearch('reset');
    this.options = options;
    this.selection = null;
    this.session.reset(mixture, options, learned);
  }

  // ------------------------------------------------------------ as plain data

  fitRecord(): FitRecord {
    return { options: this.options, session: this.session.record(), selection: this.selection };
  }

  restoreFit(record: FitRecord, play: boolean): void {
    this.options = record.options;
    this.selection = record.selection;
    this.session.restore(record.session, play);
  }

  record(): PageRecord {
    return { ...this.fitRecord(), search: this.search?.record() ?? null, speed: this.session.tempo.lasting };
  }
}
