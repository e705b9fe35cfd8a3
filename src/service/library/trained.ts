// Models that runs made as models of the library, and image models and models of streams that were imported: these lie in
// the same store, of no run.

import { z } from 'zod';
import { STREAM_MODEL_FILE } from '../../ml/stream/files';
import { readRunRecords } from '../../storage/runs';
import { readTrainedFile, readTrainedFiles, readTrainedRecord, saveTrained } from '../../storage/trained';
import { ServiceError } from '../../wire/errors';
import type { RunSummary } from '../../wire/runs';
import { isMixed } from '../backend-trail';
import { meant, type Named } from '../names';
import type { RunsHandle } from '../runs';
import { parseRecord, parseTrained, type TrainedRecord } from '../runs/record';
import type { Abouts } from './about';
import { knownFormats, type Structure, streamStructure, textStructure } from './known-formats';
import type { Files, Known, ModelSource } from './source';

interface Kept {
  readonly record: TrainedRecord;
  readonly files: Files;
  /** As the list had it; what was put aside by an earlier version has none. */
  readonly name?: string;
}

export class Trained implements ModelSource {
  /** Of models of streams, by id: what is learnt by stays. */
  private readonly learners = new Map<string, string>();

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
    const configs = new Map(stored.runs.map(configOf));
    const runs = new Map((await this.runs.service.list()).map((run) => [run.id, run]));
    return Promise.all(
      records
        .filter(({ run }) => run === '' || runs.has(run))
        .map(async (record) => {
          const config = configs.get(record.run) ?? null;
          const parent = (config?.base && meant(config.base, bases)?.id) || null;
          const formats = knownFormats(await this.structureOf(record, config));
          return this.known(record, runs.get(record.run), { parent, formats });
        }),
    );
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
    return { record, files: await this.files(id), name: nameOf(record, await this.runOf(record)) };
  }

  async remove(id: string): Promise<void> {
    await this.runs.service.removeModel(id);
    this.changed();
  }

  async restore(kept: unknown): Promise<void> {
    const { record, files, name } = kept as Kept;
    const restored = (await this.isWhole(record)) ? record : ofNoRun(record, name);
    await saveTrained({ id: record.id, record: restored, files });
    this.runs.restoreModel(restored);
    this.changed();
  }

  /** A model from elsewhere. */
  async add(id: string, name: string, kind: 'image' | 'stream', files: Files): Promise<void> {
    let bytes = 0;
    for (const file of files.values()) bytes += file.length;
    const record: TrainedRecord = {
      ...{ format: 1, id, run: '', name, kind, role: 'best', epoch: 0, step: 0, bytes },
      ...{ created_at: new Date().toISOString(), metrics: {}, score: null },
    };
    await saveTrained({ id, record, files });
    this.runs.restoreModel(record);
    this.changed();
  }

  private async runOf({ run }: TrainedRecord): Promise<RunSummary | undefined> {
    return (await this.runs.service.list()).find(({ id }) => id === run);
  }

  /** Its run is there, or it never had one. */
  private async isWhole(record: TrainedRecord): Promise<boolean> {
    return record.run === '' || (await this.runOf(record)) !== undefined;
  }

  /** By its run's configuration; of an imported model of a stream by its own file, which is small. */
  private async structureOf({ id, kind, run }: TrainedRecord, config: ModelConfig | null): Promise<Structure> {
    switch (kind) {
      case 'mixture':
      case 'image':
        return kind;
      case 'text':
        return textStructure(config?.architecture);
      case 'stream': {
        if (run !== '') return streamStructure(config?.id ?? null);
        const learner = this.learners.get(id) ?? learnerIn(await readTrainedFile(id, STREAM_MODEL_FILE));
        if (learner !== null) this.learners.set(id, learner);
        return streamStructure(learner);
      }
    }
  }

  private known(
    record: TrainedRecord,
    run: RunSummary | undefined,
    { parent, formats }: Pick<Known, 'parent' | 'formats'>,
  ): Known {
    const { id, kind, created_at, bytes, metrics } = record;
    const { name, imported } = this.abouts.of(id);
    return {
      ...{ id, name: name ?? nameOf(record, run), kind, architecture: run?.model ?? '' },
      ...{ created_at, bytes, metrics, parent, formats },
      ...{ data: run ? learntFrom(run) : (imported ?? ''), parameters: null, run: run?.id ?? null, in_use: false },
      version: parent === null ? 1 : 2,
      origin: run ? 'run' : imported === null ? 'saved' : 'imported',
    };
  }
}

/** A model whose run was deleted since it went is in no list as that run's: it comes back by itself, as it was called. */
function ofNoRun(record: TrainedRecord, name: string | undefined): TrainedRecord {
  return { ...record, run: '', role: 'best', name };
}

/** With what computed it, where that changed on the way: it cannot be made again by one of them alone. */
function learntFrom({ data, engine }: RunSummary): string {
  return isMixed(engine) ? `${data}. Computed by ${engine}` : data;
}

/** Where nobody gave it another: its run's, or its own where no run made it. */
function nameOf({ id, role, name }: TrainedRecord, run: RunSummary | undefined): string {
  return run ? `${run.name}${role === 'last' ? ' (last)' : ''}` : (name ?? id);
}

const modelConfig = z.object({
  /** Of texts: the model that it goes on from, by id or name. */
  base: z.string().nullish(),
  architecture: z.string().optional(),
  /** Of streams: the learner. */
  id: z.string().optional(),
});
type ModelConfig = z.output<typeof modelConfig>;

/** A run and what its configuration says of its model; null of an imported one. */
function configOf(stored: unknown): readonly [run: string, model: ModelConfig | null] {
  const run = parseRecord(stored);
  return [run?.id ?? '', modelConfig.safeParse(run?.resolved?.model).data ?? null];
}

const aboutStream = z.object({ learner: z.object({ id: z.string() }) });

function learnerIn(file: Uint8Array | undefined): string | null {
  try {
    return aboutStream.parse(JSON.parse(new TextDecoder().decode(file))).learner.id;
  } catch {
    return null;
  }
}
