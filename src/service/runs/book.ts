// All runs there are and the models that they made, as storage has them: read once, since nobody else writes them.

import { readRunRecords } from '../../storage/runs';
import { ServiceError } from '../../wire/errors';
import type { TrainedModel } from '../../wire/runs';
import { byScore, toTrained } from './models';
import { parseRecord, parseTrained, type RunRecord, type TrainedRecord } from './record';

export class Book {
  private runs = new Map<string, RunRecord>();
  private models = new Map<string, TrainedRecord>();

  /** Returns how many records this version cannot read; they are left where they are. */
  async open(): Promise<number> {
    const stored = await readRunRecords();
    const runs = stored.runs.map(parseRecord);
    const models = stored.trained.map(parseTrained);
    this.runs = new Map(runs.flatMap((run) => (run ? [[run.id, run] as const] : [])));
    this.models = new Map(models.flatMap((model) => (model ? [[model.id, model] as const] : [])));
    return [...runs, ...models].filter((one) => one === undefined).length;
  }

  /** Newest first. */
  list(): readonly RunRecord[] {
    return [...this.runs.values()].sort((a, b) => byAge(b, a));
  }

  has(id: string): boolean {
    return this.runs.has(id);
  }

  get(id: string): RunRecord {
    const record = this.runs.get(id);
    if (!record) throw new ServiceError('not_found', `Run ${id} not found`, [{ field: 'run_id', message: String(id) }]);
    return record;
  }

  put(record: RunRecord): void {
    this.runs.set(record.id, record);
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.runs.delete(id);
  }

  // ---------------------------------------------------------------- models

  /** Newest first. */
  trained(): readonly TrainedModel[] {
    const models = [...this.models.values()].filter((model) => this.isWhole(model));
    return models.sort((a, b) => byAge(b, a)).map((model) => toTrained(model, this.nameOf(model)));
  }

  /** Its run's, or its own where no run made it. */
  nameOf({ run, name, id }: TrainedRecord): string {
    return run === '' ? (name ?? id) : this.get(run).name;
  }

  /** Its run is there, or it never had one. */
  private isWhole({ run }: TrainedRecord): boolean {
    return run === '' || this.runs.has(run);
  }

  /** How many each run made. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { run } of this.models.values()) counts.set(run, (counts.get(run) ?? 0) + 1);
    return counts;
  }

  /** The best first. */
  trainedBy(run: string): readonly TrainedRecord[] {
    const models = [...this.models.values()].filter((model) => model.run === run);
    return models.sort((a, b) => a.role.localeCompare(b.role) || byScore(a, b));
  }

  trainedModels(run: string): readonly TrainedModel[] {
    return this.trainedBy(run).map((model) => toTrained(model, this.get(run).name));
  }

  model(id: string): TrainedRecord {
    const model = this.models.get(id);
    if (!model || !this.isWhole(model)) {
      throw new ServiceError('not_found', 'There is no such model.', [{ field: 'model', message: String(id) }]);
    }
    return model;
  }

  putModels(models: readonly TrainedRecord[], gone: readonly string[] = []): void {
    for (const id of gone) this.models.delete(id);
    for (const model of models) this.models.set(model.id, model);
  }
}

function byAge(a: { created_at: string; id: string }, b: { created_at: string; id: string }): number {
  // Hundreds are put in order many times a second, and these are plain letters.
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
