// The models of a run: which are kept, by the configuration's policy, and what they are to others.

import type { TrainedWithFiles } from '../../storage/trained';
import type { ConfigKind } from '../../wire/configs';
import type { TrainedModel } from '../../wire/runs';
import type { JobResult } from './job';
import type { CheckpointPolicy } from './policy';
import type { TrainedRecord } from './record';

interface FreshModel {
  readonly record: TrainedRecord;
  readonly files: JobResult['files'];
}

/** The name is its run's. */
export function toTrained({ format: _format, score: _score, ...model }: TrainedRecord, run: string): TrainedModel {
  const name = model.role === 'last' ? `${run} (last)` : run;
  return { ...model, name };
}

/** The best first; one that was kept before it was judged, of a run that was stopped early, comes behind all others. */
export function byScore(a: TrainedRecord, b: TrainedRecord): number {
  const [before, after] = [scoreOf(a), scoreOf(b)];
  return before === after ? 0 : after - before;
}

function scoreOf({ score }: TrainedRecord): number {
  return score ?? Number.NEGATIVE_INFINITY;
}

export function toStored({ record, files }: FreshModel): TrainedWithFiles {
  return { id: record.id, record, files };
}

/** What becomes of the models of a run: those that come, and the ids of those that go. */
interface ModelChange {
  readonly fresh: readonly FreshModel[];
  readonly gone: readonly string[];
}

/** The models of one run, as they are taken; storage has them when the run is saved next. */
export class ModelShelf {
  private fresh = new Map<string, FreshModel>();
  private gone = new Set<string>();
  /** A better model than the one kept is there to be taken. */
  private due = false;

  constructor(
    private readonly run: string,
    private readonly kind: ConfigKind,
    private readonly policy: CheckpointPolicy,
    private kept: readonly TrainedRecord[],
  ) {}

  /** An epoch is over: whether its model is to be taken as it is now. */
  wants(score: number, best: boolean): boolean {
    const { save_top_k: k } = this.policy;
    if (k === 1 && best) this.due = true;
    if (k < 2 || !Number.isFinite(score)) return false;
    const scores = this.bests().map(scoreOf);
    return scores.length < k || score > Math.min(...scores);
  }

  /** There is a better one, of which only one is kept: it can be asked for at any time. */
  get bestDue(): boolean {
    return this.due;
  }

  /** One of several that are kept: the worst of too many goes. */
  addRanked(result: JobResult, score: number): void {
    this.put(this.recordOf(result, 'best', score));
    const ranked = [...this.bests()].sort(byScore);
    for (const { id } of ranked.slice(this.policy.save_top_k)) this.drop(id);
  }

  addBest(result: JobResult): void {
    this.due = false;
    if (this.policy.save_top_k === 0) return;
    // Of several it was taken when its epoch ended; what it was judged to be at the end is not known of it yet.
    const known = this.bests().find(({ epoch, step }) => epoch === result.epoch && step === result.step);
    if (this.policy.save_top_k > 1 && !known && this.bests().length > 0) return;
    this.put(this.recordOf(result, 'best', known?.score ?? null));
  }

  /** Where it is one of the best, it is there already. */
  addLast(result: JobResult): void {
    const same = (model: TrainedRecord) =>
      (model.epoch === result.epoch && model.step === result.step) ||
      sameFiles(this.fresh.get(model.id)?.files, result.files);
    const there = this.bests().some(same);
    const record = this.recordOf(result, 'last', null);
    if (this.policy.save_last && !there) this.put(record);
    else this.drop(record.record.id);
  }

  /** What storage does not know yet; `saved` says that it does. */
  change(): ModelChange & { readonly saved: () => void } {
    const [fresh, gone] = [[...this.fresh.values()], [...this.gone]];
    const saved = () => {
      for (const model of fresh) {
        if (this.fresh.get(model.record.id) === model) this.fresh.delete(model.record.id);
      }
      for (const id of gone) this.gone.delete(id);
    };
    return { fresh, gone, saved };
  }

  private bests(): readonly TrainedRecord[] {
    return this.kept.filter(({ role }) => role === 'best');
  }

  private put(model: FreshModel): void {
    const { id } = model.record;
    this.kept = [...this.kept.filter((other) => other.id !== id), model.record];
    this.fresh.set(id, model);
    this.gone.delete(id);
  }

  private drop(id: string): void {
    if (!this.kept.some((model) => model.id === id)) return;
    this.kept = this.kept.filter((model) => model.id !== id);
    this.fresh.delete(id);
    this.gone.add(id);
  }

  private recordOf(
    { files, epoch, step, metrics }: JobResult,
    role: TrainedRecord['role'],
    score: number | null,
  ): FreshModel {
    const several = role === 'best' && this.policy.save_top_k > 1;
    const id = several ? `${this.run}-best-${epoch}-${step}` : `${this.run}-${role}`;
    let bytes = 0;
    for (const file of files.values()) bytes += file.length;
    const created_at = new Date().toISOString();
    const { run, kind } = this;
    return { record: { format: 1, id, run, kind, role, epoch, step, bytes, created_at, metrics, score }, files };
  }
}

function sameFiles(a: JobResult['files'] | undefined, b: JobResult['files']): boolean {
  if (a?.size !== b.size) return false;
  return [...a].every(([path, bytes]) => {
    const other = b.get(path);
    return other?.length === bytes.length && bytes.every((byte, i) => byte === other[i]);
  });
}
