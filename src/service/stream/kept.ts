// Metrics of runs that were kept under a name, to compare others with.

import { Series } from '../../ml/stream/series';
import { SERIES_COLUMNS } from '../../ml/stream/session';
import { readKept, saveKept } from '../../storage/stream';
import { ServiceError } from '../../wire/errors';
import { newId } from '../../wire/new-id';
import type { StreamState } from '../../wire/stream';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import { invalid } from '../errors';
import type { KeptMetrics, RunMetrics } from './series';

type KeptName = StreamState['kept'][number];

const MOST_CHARACTERS = 100;

export class Kept {
  private names: readonly KeptName[] = [];

  list(): readonly KeptName[] {
    return this.names;
  }

  restore(names: unknown): void {
    this.names = Array.isArray(names) ? names.filter(isKeptName) : [];
  }

  async add(name: string, { series, ...metrics }: RunMetrics): Promise<string> {
    const given = name.trim();
    if (given === '' || given.length > MOST_CHARACTERS) {
      throw invalid('name', `A name has 1 to ${MOST_CHARACTERS} characters.`);
    }
    if (this.names.length >= STREAM_LIMITS.kept) {
      throw new ServiceError('conflict', `${STREAM_LIMITS.kept} runs are kept already: remove one first.`);
    }
    const id = newId();
    const kept: KeptMetrics = { ...metrics, series: series.save() };
    const { total: batches, task } = metrics;
    const names = [...this.names, { id, name: given, batches, task, created_at: new Date().toISOString() }];
    await saveKept(id, kept, names);
    this.names = names;
    return id;
  }

  async remove(id: string): Promise<void> {
    this.named(id);
    const names = this.names.filter((kept) => kept.id !== id);
    await saveKept(id, null, names);
    this.names = names;
  }

  async read(id: string): Promise<RunMetrics> {
    this.named(id);
    const kept = (await readKept(id)) as KeptMetrics | undefined;
    if (!kept) throw gone();
    return { ...kept, series: Series.restore(SERIES_COLUMNS, kept.series) };
  }

  private named(id: string): void {
    if (!this.names.some((kept) => kept.id === id)) throw gone();
  }
}

function gone(): ServiceError {
  return new ServiceError('not_found', 'There is no such run: it may have been removed in another tab.');
}

function isKeptName(value: unknown): value is KeptName {
  const { id, name, batches, created_at } = Object(value) as Partial<Record<keyof KeptName, unknown>>;
  return [id, name, created_at].every((text) => typeof text === 'string') && Number.isSafeInteger(batches);
}
