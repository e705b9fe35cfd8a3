// The one import at a time: begun in a worker of its own, told about, ended, and taken up again after a reload.

import { z } from 'zod';
import { discardImport, readImport, saveImport, sweepChunks } from '../../storage/datasets';
import { readSetting, writeSetting } from '../../storage/settings';
import type { ImportRequest, ImportSource, ImportStatus } from '../../wire/datasets';
import { type Deferred, deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import { toServiceError } from '../errors';
import { checkName } from '../names';
import type { DatasetPort, DatasetsEnv } from './host';
import type { ImportOutcome, ImportProgress } from './import/run';
import {
  keepImport,
  MAX_ATTEMPTS,
  newImport,
  originOf,
  readStoredImport,
  type StoredImport,
  sourceOf,
  storedSource,
  unresumable,
} from './import-record';
import { type Joined, joinReviews, lastReview, type ReviewsDoor, unjoinReviews } from './joining';
import { Pace } from './pace';

export interface ImportingDependencies {
  readonly env: DatasetsEnv;
  readonly reviews: ReviewsDoor;
  /** The status moved. */
  readonly changed: () => void;
  /** A dataset more is there. */
  readonly arrived: () => Promise<void>;
}

/** Milliseconds between questions about the progress. */
const ASK_EVERY = 100;
/** Of the status, the part that reading the source takes; the rest is joining the reviews. */
const READING_SHARE = 0.7;

/** Under which what went wrong with the latest import is kept, until it is dismissed or another one begins. */
const FAILED = 'datasets.import.failed';
const failedSchema = z.object({ name: z.string(), message: z.string() });

interface Current {
  record: StoredImport;
  /** Null where all of it was read before a reload. */
  readonly source: ImportSource | null;
  /** The file kept in storage. */
  readonly file: Blob | null;
  port: DatasetPort | null;
  /** Why it ends before its time. */
  over: 'cancelled' | 'suspended' | null;
  joining: boolean;
  /** Resolves once it is stored and can be taken up again, or has ended before. */
  readonly kept: Deferred<void>;
  /** Settles when nothing of it is at work any more. */
  work: Promise<void>;
}

export class Importing {
  private current: Current | null = null;
  private told: ImportStatus = { phase: 'idle' };
  /** By the last import, until another begins. */
  private joined: Joined | null = null;

  constructor(private readonly deps: ImportingDependencies) {}

  get status(): ImportStatus {
    return this.told;
  }

  /** Takes up an import that a reload broke off, and clears away what others left behind. */
  async open(): Promise<void> {
    this.current = null;
    this.joined = null;
    this.tell({ phase: 'idle' });
    const stored = await readImport();
    const record = readStoredImport(stored?.record);
    await sweepChunks(record?.id ?? null);
    const failed = failedSchema.safeParse(await readSetting(FAILED)).data;
    if (failed) this.tell({ phase: 'failed', ...failed });
    if (!stored) return;
    if (!record) return discardImport('');
    const file = stored.file ?? null;
    const source = storedSource(record, file);
    if ((source || record.part) && record.attempts < MAX_ATTEMPTS) {
      this.start({ ...record, attempts: record.attempts + 1 }, source, file);
      return;
    }
    await this.unjoin(record);
    await this.conclude(record, `${unresumable(source, record)} Nothing was left behind.`);
  }

  /** Resolves with the id once it has begun, and is stored: from then on it is taken up again after a rude end. */
  async begin(request: ImportRequest): Promise<string> {
    if (this.current) {
      const message = `“${this.current.record.name}” is being imported. Wait for it, or cancel it first.`;
      throw new ServiceError('conflict', message);
    }
    const name = checkName(request.name.trim() || stem(originOf(request.source)));
    const { source } = request;
    const current = this.start(newImport(request, name), source, source.kind === 'file' ? source.file : null);
    await current.kept.promise;
    return current.record.id;
  }

  /** Deletes what the last import brought to the reviews; resolves with how many they were. */
  async takeBack(): Promise<number> {
    const { joined } = this;
    if (!joined) throw new ServiceError('conflict', 'There is no import into the reviews that could be taken back.');
    const removed = await unjoinReviews(this.deps.reviews, joined);
    if (this.joined === joined) {
      this.joined = null;
      this.tell({ phase: 'idle' });
    }
    return removed;
  }

  /** Leaves nothing behind. */
  async cancel(): Promise<void> {
    const { current } = this;
    if (!current) {
      // One that could not be forgotten when it failed.
      const left = readStoredImport((await readImport())?.record);
      if (left) await discardImport(left.id);
      await writeSetting(FAILED, null);
      return this.tell({ phase: 'idle' });
    }
    await this.end(current, 'cancelled');
    // It may have come to its end meanwhile; what it had joined to the reviews it took back itself.
    await discardImport(current.record.id);
    if (this.told.phase === 'finished') await this.deps.arrived();
    this.current = null;
    this.tell({ phase: 'idle' });
  }

  /** Stands still, to be begun again by `resume` or, after a reload, by `open`. */
  async suspend(): Promise<void> {
    const { current } = this;
    if (!current) return;
    // What joins the reviews is all there or none of it, and soon done.
    if (current.joining) await current.work;
    else await this.end(current, 'suspended');
  }

  resume(): void {
    const { current } = this;
    if (current?.over !== 'suspended') return;
    this.start(current.record, current.source, current.file);
  }

  private async end(current: Current, why: 'cancelled' | 'suspended'): Promise<void> {
    current.over = why;
    current.port?.end();
    await current.work;
  }

  private start(record: StoredImport, source: ImportSource | null, file: Blob | null): Current {
    const current: Current = {
      ...{ record, source, file, port: null, over: null, joining: false },
      ...{ kept: deferred(), work: Promise.resolve() },
    };
    this.current = current;
    this.joined = null;
    this.tellProgress(current, null, 0);
    current.work = this.work(current).catch(async (error: unknown) => {
      if (current.over) return;
      await this.failed(current, toServiceError(error));
    });
    current.work.finally(() => current.kept.resolve());
    return current;
  }

  private async work(current: Current): Promise<void> {
    const { record } = current;
    await this.unjoin(record, record.part?.last);
    if (!record.part) current.record = { ...record, after: null };
    await keepImport(current);
    await writeSetting(FAILED, null).catch(() => {});
    current.kept.resolve();
    if (current.over) return;
    const outcome = record.part?.outcome ?? (await this.read(current));
    if (current.over) return;
    if (record.into === 'reviews') await this.join(current, outcome);
    else await this.deps.arrived();
    const { id, name, into } = record;
    const { rows, skipped, problems } = outcome;
    this.current = null;
    this.tell({ phase: 'finished', id, name, into, rows, skipped, problems });
  }

  private async read(current: Current): Promise<ImportOutcome> {
    const { source } = current;
    if (!source) throw new ServiceError('conflict', unresumable(source, current.record));
    const { id, name, origin, created_at, columns, into } = current.record;
    const port = this.deps.env.spawn();
    current.port = port;
    const ticker = this.watch(current, port);
    try {
      return await port.host.run({ id, name, origin, created_at, source, columns, keep: into === 'dataset' });
    } finally {
      clearInterval(ticker);
      current.port = null;
      port.end();
    }
  }

  private watch(current: Current, port: DatasetPort): ReturnType<typeof setInterval> {
    const pace = new Pace();
    let asking = false;
    return setInterval(() => {
      if (asking) return;
      asking = true;
      const tell = (progress: ImportProgress | null) => {
        if (!progress || current.over || this.current !== current) return;
        this.tellProgress(current, progress, pace.rate(progress.rows));
      };
      port.host
        .progress()
        // A worker that is gone rejects its run, too, which says why.
        .then(tell, () => {})
        .finally(() => {
          asking = false;
        });
    }, ASK_EVERY);
  }

  private async join(current: Current, outcome: ImportOutcome): Promise<void> {
    const { id, part } = current.record;
    const { rows, skipped, chunks } = outcome;
    const source = sourceOf(current.record);
    const after = current.record.after ?? (await lastReview());
    current.joining = true;
    current.record = { ...current.record, after };
    await keepImport(current);
    const pace = new Pace();
    const last = await joinReviews(this.deps.reviews, {
      ...{ id, chunks, source },
      before: part ?? { rows: 0, last: after },
      over: () => current.over !== null,
      joined: async (joined) => {
        const share = READING_SHARE + ((1 - READING_SHARE) * joined.rows) / Math.max(1, rows);
        this.tellProgress(current, { share, rows, skipped, finishing: true }, pace.rate(joined.rows));
        const record = { ...current.record, attempts: 1, part: { ...joined, outcome } };
        // The file has been read. Where this finds no room, a reload goes on from the piece before.
        await saveImport({ record, file: null }).catch(() => {});
      },
      failing: async () => {
        current.record = { ...current.record, part: null };
        await keepImport(current).catch(() => {});
        if (part) await unjoinReviews(this.deps.reviews, { source, after, last: part.last });
      },
    });
    await discardImport(id);
    this.joined = { source, after, last };
  }

  /** What an earlier attempt had added to the reviews by the time it was broken off, beyond `from`. */
  private async unjoin(record: StoredImport, from = record.after): Promise<void> {
    if (from === null) return;
    const last = Number.POSITIVE_INFINITY;
    await unjoinReviews(this.deps.reviews, { source: sourceOf(record), after: from, last });
  }

  private async failed(current: Current, error: ServiceError): Promise<void> {
    const { record, source, file } = current;
    // A worker that is gone may have been one of bad luck.
    if (error.code === 'unavailable' && source && record.attempts < MAX_ATTEMPTS) {
      this.start({ ...record, attempts: record.attempts + 1 }, source, file);
      return;
    }
    const details = error.details
      .filter(({ message }) => !error.message.includes(message))
      .map(({ field, message }) => ` ${field}: ${message}.`)
      .join('');
    await this.conclude(record, `${error.message}${details}`);
  }

  /**
   * That an import came to nothing is said again after a reload, and only then is the import forgotten: where storage does not
   * take so much as a word, the next start takes the import up again, and says what became of it.
   */
  private async conclude({ id, name }: StoredImport, message: string): Promise<void> {
    const keep = () => writeSetting(FAILED, { name, message });
    const makeRoom = () => sweepChunks(null);
    await keep()
      .catch(() => makeRoom().then(keep))
      .then(() => discardImport(id))
      .catch(() => {});
    this.current = null;
    this.tell({ phase: 'failed', name, message });
  }

  private tellProgress({ record, joining }: Current, progress: ImportProgress | null, rate: number): void {
    const { share: read = 0, rows = 0, skipped = 0, finishing = false } = progress ?? {};
    const { id, name, into } = record;
    const share = into === 'reviews' && !joining ? READING_SHARE * read : read;
    const left = share > 0 && rate > 0 && !joining ? (rows / share - rows) / rate : null;
    const phase = finishing ? 'finishing' : 'reading';
    this.tell({
      phase,
      id,
      name,
      into,
      share,
      rows,
      skipped,
      rate,
      secondsLeft: left === null ? null : Math.max(0, left),
    });
  }

  private tell(status: ImportStatus): void {
    this.told = status;
    this.deps.changed();
  }
}

/** A file's name without what says its kind. */
function stem(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return (
    last.replace(/(\.(tar|csv|tsv|txt|jsonl?|ndjson))?\.(tar|tgz|gz|zip|csv|tsv|txt|jsonl?|ndjson)$/i, '') || name
  ).slice(0, 100);
}
