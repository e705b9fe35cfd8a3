// Models that runs made as models of the library, and image models and models of streams that were imported: these lie in
// the same store, of no run.

import { z } from 'zod';
import { readRunRecords } from '../../storage/runs';
import { readTrainedFiles, readTrainedRecord, saveTrained } from '../../storage/trained';
import { ServiceError } from '../../wire/errors';
import type { RunSummary } from '../../wire/runs';
import type { RunsHandle } from '../runs';
import { meant, type Named } from '../runs/kept-data';
import { parseRecord, parseTrained, type TrainedRecord } from '../runs/record';
import type { Abouts } from './about';
import type { Files, Known, ModelSource } from './source';

interface Kept {
  readonly record: TrainedRecord;
  readonly files: Files;
}

export class Trained implements ModelSource {
  constructor(
    private readonly runs: Pick<RunsHandle, 'service' | 'restoreModel'>,
    private readonly abouts: Abouts,
    private readonly changed: () => void,
    /** Text models that runs go on from. */
    private readonly bases: () => readonly Named[],
  ) {}

  async list(): Promise<readonly Known[]> {
    const stored = await readRunRecords();
    const records = stored.trained.flatMap((record) => parseTrained(record) ?? []);
    const bases = this.bases();
    const parents = new Map(stored.runs.map((record) => parentOf(record, bases)));
    const runs = new Map((await this.runs.service.list()).map((run) => [run.id, run]));
    return records
      .filter(({ run }) => run === '' || runs.has(run))
      .map((record) => this.known(record, runs.get(record.run), parents.get(record.run) ?? null));
  }

  async files(id: string): Promise<Files> {
    const files = await readTrainedFiles(id);
    if (files.size === 0) throw new ServiceError('not_found', 'The files of this model are no longer here.');
    return files;
  }

  readonly rename = null;

  async pack(id: string): Promise<Kept> {
    const record = parseTrained(await readTrainedRecord(id));
    if (!record) throw new ServiceError('not_found', 'That model is no longer here.');
    return { record, files: await this.files(id) };
  }

  async remove(id: string): Promise<void> {
    await this.runs.service.removeModel(id);
    this.changed();
  }

  async restore(kept: unknown): Promise<void> {
    const { record, files } = kept as Kept;
    await saveTrained({ id: record.id, record, files });
    this.runs.restoreModel(record);
    this.changed();
  }

  /** A model from elsewhere; resolves with its id. */
  async add(name: string, kind: 'image' | 'stream', files: Files): Promise<string> {
    const id = crypto.randomUUID();
    let bytes = 0;
    for (const file of files.values()) bytes += file.length;
    const record: TrainedRecord = {
      ...{ format: 1, id, run: '', name, kind, role: 'best', epoch: 0, step: 0, bytes },
      ...{ created_at: new Date().toISOString(), metrics: {}, score: null },
    };
    await saveTrained({ id, record, files });
    this.runs.restoreModel(record);
    this.changed();
    return id;
  }

  private known(record: TrainedRecord, run: RunSummary | undefined, parent: string | null): Known {
    const { id, kind, role, created_at, bytes, metrics } = record;
    const { name, imported } = this.abouts.of(id);
    const own = run ? `${run.name}${role === 'last' ? ' (last)' : ''}` : (record.name ?? id);
    return {
      ...{ id, name: name ?? own, kind, architecture: run?.model ?? '', created_at, bytes, metrics, parent },
      ...{ data: run?.data ?? imported ?? '', parameters: null, run: run?.id ?? null, in_use: false },
      version: parent === null ? 1 : 2,
      origin: run ? 'run' : 'imported',
    };
  }
}

const configured = z.object({ model: z.object({ base: z.string() }) });

/** A run and the model that its configuration goes on from, by id or name; null of new weights, and of one that is gone. */
function parentOf(stored: unknown, bases: readonly Named[]): readonly [run: string, parent: string | null] {
  const run = parseRecord(stored);
  const config = configured.safeParse(run?.resolved).data;
  return [run?.id ?? '', (config && meant(config.model.base, bases)?.id) ?? null];
}
