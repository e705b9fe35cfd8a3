// Choosing the number of components: fits K = min..max one after the other on the page's engine.
// What is done so far is plain data, so that a search goes on after a reload from the next K.

import type { EmEngine } from '../../ml/gmm/engine';
import { MixtureError } from '../../ml/gmm/errors';
import { type Candidate, type CandidateFit, selectComponents } from '../../ml/gmm/select';
import type { FitOptions, Mixture } from '../../ml/gmm/types';
import type { SelectionRequest, SelectionResult } from '../../wire/service';
import { Breath, type Serial } from '../pace';
import type { PointsDocument } from './document';
import type { EngineHost } from './engines';

export interface SearchRecord {
  readonly request: SelectionRequest;
  readonly options: FitOptions;
  readonly epochs: number;
  readonly candidates: readonly Candidate[];
  /** The next number of components to try. */
  readonly next: number;
  readonly best: BestCandidate | null;
}

export interface BestCandidate {
  readonly n_components: number;
  readonly mixture: Mixture;
  readonly value: number;
  readonly iterations: number;
  /** Missing in records of earlier versions. */
  readonly converged?: boolean | undefined;
}

export interface SearchDependencies {
  readonly document: PointsDocument;
  readonly engines: EngineHost;
  readonly turns: Serial;
  readonly changed: (what: 'progress' | 'settled') => void;
}

/** Why a search ended early. */
export type StopReason = 'asked' | 'points' | 'reset';

export class Search {
  stopped: StopReason | null = null;
  private suspended: Promise<void> | null = null;
  private endSuspension: (() => void) | null = null;

  constructor(
    private state: SearchRecord,
    private readonly deps: SearchDependencies,
  ) {}

  get progress(): { readonly done: number; readonly total: number } {
    const { request, next } = this.state;
    return { done: next - request.min, total: request.max - request.min + 1 };
  }

  /** Null before the first candidate. */
  get result(): SelectionResult | null {
    const { request, candidates, best } = this.state;
    return best && { criterion: request.criterion, best: best.n_components, candidates };
  }

  get best(): BestCandidate | null {
    return this.state.best;
  }

  get options(): FitOptions {
    return this.state.options;
  }

  record(): SearchRecord {
    return this.state;
  }

  stop(reason: StopReason): void {
    this.stopped ??= reason;
    this.proceed();
  }

  suspend(): void {
    this.suspended ??= new Promise((resolve) => {
      this.endSuspension = resolve;
    });
  }

  proceed(): void {
    this.endSuspension?.();
    this.suspended = null;
    this.endSuspension = null;
  }

  /** Resolves when every K is through, or once stopped. @throws MixtureError when no K could be fitted. */
  async run(): Promise<void> {
    const { request, next } = this.state;
    if (next > request.max) return;
    const engine = await this.deps.turns.run(() => this.deps.engines.current());
    const breath = new Breath();
    const steps = this.remaining(engine, () => breath.take());
    try {
      while (!this.stopped) {
        await this.suspended;
        const { value, done } = await this.deps.turns.run(() => steps.next());
        if (done || !value) return;
        if (value.type === 'candidate') this.took(value.candidate, value.fit);
        else if (value.type === 'failed') this.state = { ...this.state, next: value.n_components + 1 };
        else if (value.type === 'done') return;
        this.deps.changed(value.type === 'iteration' ? 'progress' : 'settled');
        await breath.take();
      }
    } catch (error) {
      // After a reload the rest of the range may hold nothing that can be fitted.
      if (!(error instanceof MixtureError && this.best)) throw error;
    } finally {
      await steps.return();
    }
  }

  private remaining(engine: EmEngine, pause: () => Promise<void>) {
    const { request, options, epochs, next } = this.state;
    const points = this.deps.document.matrix();
    return selectComponents({ ...request, options, epochs, points, engine, pause, min: next });
  }

  private took(candidate: Candidate, fit: CandidateFit): void {
    const { request, candidates, best } = this.state;
    const value = candidate[request.criterion];
    const better = !best || value < best.value;
    this.state = {
      ...this.state,
      candidates: [...candidates, candidate],
      next: candidate.n_components + 1,
      best: better ? { n_components: candidate.n_components, value, ...fit } : best,
    };
  }
}
