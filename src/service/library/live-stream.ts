// The model that the Stream page is learning, as a model of the library.

import { writeStreamFiles } from '../../ml/stream/files';
import { readStream } from '../../storage/stream';
import { ServiceError } from '../../wire/errors';
import type { StreamHandle } from '../stream';
import { checkRunRecord, type RunRecord } from '../stream/record';
import type { Abouts } from './about';
import { knownFormats, streamStructure } from './known-formats';
import type { Files, Known, ModelSource } from './source';

/** Its id: there is one. */
const LIVE_STREAM = 'stream';

export class LiveStream implements ModelSource {
  constructor(
    private readonly stream: Pick<StreamHandle, 'flush'>,
    private readonly abouts: Abouts,
  ) {}

  async list(): Promise<readonly Known[]> {
    const record = await read();
    if (!record) return [];
    const { memento, shown, saved_at, config } = record;
    const { window } = shown;
    const metrics = Object.entries(window).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    let bytes = 0;
    for (const values of Object.values(memento.learner.arrays)) bytes += values.byteLength;
    const known: Known = {
      ...{ id: LIVE_STREAM, name: this.abouts.of(LIVE_STREAM).name ?? 'Stream', kind: 'stream' },
      ...{ architecture: config.learner.id, version: 1, parent: null, bytes, created_at: saved_at },
      formats: knownFormats(streamStructure(config.learner.id)),
      data: `${memento.examples.toLocaleString('en')} examples of a stream`,
      ...{ metrics: Object.fromEntries(metrics), parameters: null, origin: 'saved', run: null, in_use: true },
    };
    return [known];
  }

  /** As it is now: what was learnt since the last save is saved first. */
  async files(): Promise<Files> {
    await this.stream.flush();
    const record = await read();
    if (!record) throw new ServiceError('not_found', 'There is no model of a stream any more.');
    const { config, features, task, classes, memento } = record;
    return writeStreamFiles(config.learner, { features, task, ...(classes && { classes }) }, memento);
  }

  readonly rename = null;

  async pack(): Promise<never> {
    throw inUse();
  }

  async remove(): Promise<never> {
    throw inUse();
  }

  async restore(): Promise<never> {
    throw inUse();
  }
}

function inUse(): ServiceError {
  return new ServiceError('conflict', 'The Stream page is learning this model: reset it there.');
}

async function read(): Promise<RunRecord | null> {
  const { run } = await readStream();
  try {
    return run === undefined ? null : checkRunRecord(run);
  } catch {
    return null;
  }
}
