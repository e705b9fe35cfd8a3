// Models that runs made as models of the library, and image models and models of streams that were imported: these lie in
// the same store, of no run.

import { readRunRecords } from '../../storage/runs';
import { readTrainedFiles, readTrainedRecord, saveTrained } from '../../storage/trained';
import { ServiceError } from '../../wire/errors';
import type { RunSummary } from '../../wire/runs';
import type { RunsHandle } from '../runs';
import { parseTrained, type TrainedRecord } from '../runs/record';
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
  ) {}

  async list(): Promise<readonly Known[]> {
    const records = (await readRunRecords()).trained.flatMap((record) => parseTrained(record) ?? []);
    const runs = new Map((await this.runs.service.list()).map((run) => [run.id, run]));
    return records
      .filter(({ run }) => run === '' || runs.has(run))
      .map((record) => this.known(record, runs.get(record.run)));
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

  private known(record: TrainedRecord, run: RunSummary | undefined): Known {
    const { id, kind, role, created_at, bytes, metrics } = record;
    const { name, imported } = this.abouts.of(id);
    const own = run ? `${run.name}${role === 'last' ? ' (last)' : ''}` : (record.name ?? id);
    return {
      ...{ id, name: name ?? own, kind, architecture: run?.model ?? '', version: 1, created_at, bytes, metrics },
      ...{ parent: null, data: run?.data ?? imported ?? '', parameters: null, run: run?.id ?? null, in_use: false },
      origin: run ? 'run' : 'imported',
    };
  }
}
