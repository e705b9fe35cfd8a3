// The one take at a time: what people chose of a folder, one dataset after the other, each in a worker of its own; told
// about, ended, and taken up again after a stand-still or a reload with the dataset that it was at. Datasets of texts are
// handed to the datasets' service.

import { forgetImport, readImport } from '../../storage/datasets';
import { madeRoom } from '../../storage/db';
import { deleteImageSet } from '../../storage/images';
import type { DatasetsService, ImportSource } from '../../wire/datasets';
import { type Deferred, deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import type { DiscoveredDataset, TakeStatus } from '../../wire/images';
import { keepImport, MAX_ATTEMPTS, storedSource, unresumable } from '../datasets/import-record';
import { Pace } from '../datasets/pace';
import { invalid, toServiceError } from '../errors';
import type { FoundDataset } from './discovery';
import type { ImagePort, ImagesEnv } from './host';
import { type Made, madeOf, newTake, readStoredTake, type StoredTake, setIdOf } from './take-record';

interface TakingDependencies {
  readonly env: ImagesEnv;
  /** Where texts go. */
  readonly datasets: DatasetsService;
  /** The status moved. */
  readonly changed: () => void;
  /** A set more is there, or less. */
  readonly relist: () => Promise<void>;
}

/** Milliseconds between questions about the progress. */
const ASK_EVERY = 100;

interface Current extends Made {
  readonly record: StoredTake;
  readonly source: ImportSource;
  /** The file kept in storage. */
  readonly file: Blob | null;
  /** The set being written. */
  id: string;
  port: ImagePort | null;
  /** Why it ends before its time. */
  over: 'cancelled' | 'suspended' | null;
  /** Resolves once it is stored and can be taken up again, or has ended before. */
  readonly kept: Deferred<void>;
  /** Settles when nothing of it is at work any more. */
  work: Promise<void>;
}

export class Taking {
  private current: Current | null = null;
  private told: TakeStatus = { phase: 'idle' };
  private looking: ImagePort | null = null;
  /** While everything is backed up or replaced: what is asked for meanwhile waits. */
  private still: Deferred<void> | null = null;
  /** What was looked through last. */
  private looked: { readonly source: ImportSource; readonly found: readonly FoundDataset[] } | null = null;

  constructor(private readonly deps: TakingDependencies) {}

  get status(): TakeStatus {
    return this.told;
  }

  /** What is stored was replaced. */
  forget(): void {
    this.current = null;
    this.tell({ phase: 'idle' });
  }

  /** Takes up a take that a reload broke off. */
  async open(): Promise<void> {
    const stored = await readImport('images');
    if (!stored) return;
    const record = readStoredTake(stored.record);
    if (!record) return forgetImport('images');
    const file = stored.file ?? null;
    const source = storedSource(record, file);
    const made = await madeOf(record, (await this.deps.datasets.state()).datasets);
    if (source && record.attempts < MAX_ATTEMPTS) {
      this.start({ ...made, record: { ...record, attempts: record.attempts + 1 }, source, file });
      return;
    }
    await forgetImport('images');
    this.tellFailed(record, made, unresumable(source, record));
  }

  /** One at a time: a look that is still at work is given up, and rejects 'conflict'. */
  async discover(source: ImportSource): Promise<readonly DiscoveredDataset[]> {
    this.looking?.end();
    const port = this.deps.env.spawn();
    this.looking = port;
    try {
      const found = await port.host.discover(source);
      if (this.looking === port) this.looked = { source, found };
      return found.map(({ folder: _folder, ...dataset }) => dataset);
    } catch (error) {
      if (this.looking === port) throw error;
      throw new ServiceError('conflict', 'Another folder was opened meanwhile.');
    } finally {
      port.end();
      if (this.looking === port) this.looking = null;
    }
  }

  /** Resolves once it has begun, and is stored: from then on it is taken up again after a rude end. */
  async begin(names: readonly string[]): Promise<void> {
    await this.still?.promise;
    const { looked } = this;
    if (this.current) {
      throw new ServiceError('conflict', 'Another folder is being read. Wait for it, or cancel it first.');
    }
    if (!looked) throw new ServiceError('conflict', 'Look through a folder first.');
    const chosen = [...new Set(names)].map((name) => chosenFrom(looked.found, name));
    if (chosen.length === 0) throw invalid('names', 'Choose one dataset at least.');
    const { source } = looked;
    const file = source.kind === 'file' ? source.file : null;
    const fresh = { made: [], files: 0, unreadable: 0 };
    await this.start({ ...fresh, record: newTake(source, chosen), source, file }).kept.promise;
  }

  /** Leaves nothing behind of what it took. */
  async cancel(): Promise<void> {
    const { current } = this;
    if (!current) return this.tell({ phase: 'idle' });
    await this.end(current, 'cancelled');
    const outcomes = await Promise.allSettled([...current.made.map((it) => this.remove(it)), forgetImport('images')]);
    // What could not be taken away stays. The take is over all the same, and another may be on.
    if (this.current === current) {
      this.current = null;
      this.tell({ phase: 'idle' });
    }
    await this.deps.relist();
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** What was deleted meanwhile is gone already. */
  private async remove({ kind, id }: Made['made'][number]): Promise<void> {
    if (kind === 'images') return deleteImageSet(id);
    await this.deps.datasets.remove(id).catch((error: unknown) => {
      if (toServiceError(error).code !== 'not_found') throw error;
    });
  }

  /** Stands still, to go on by `resume` with the dataset it was at. */
  async suspend(): Promise<void> {
    this.still ??= deferred();
    if (this.current) await this.end(this.current, 'suspended');
  }

  resume(): void {
    if (this.current?.over === 'suspended') this.start(this.current);
    this.letGo();
  }

  /** Who waited may begin. */
  letGo(): void {
    this.still?.resolve();
    this.still = null;
  }

  private async end(current: Current, why: 'cancelled' | 'suspended'): Promise<void> {
    current.over = why;
    current.port?.end();
    await current.work;
  }

  private start(from: Made & Pick<Current, 'record' | 'source' | 'file'>): Current {
    const { record, source, file, made, files, unreadable } = from;
    const fresh = { id: '', port: null, over: null, kept: deferred<void>(), work: Promise.resolve() };
    const current: Current = { record, source, file, made, files, unreadable, ...fresh };
    this.current = current;
    this.tellReading(current, 0, 0, 0);
    current.work = this.work(current).finally(() => current.kept.resolve());
    return current;
  }

  private async work(current: Current): Promise<void> {
    try {
      await keepImport(current, 'images');
      current.kept.resolve();
      for (const dataset of current.record.chosen.slice(current.made.length)) {
        if (current.over) return;
        await (dataset.kind === 'images' ? this.images(current, dataset) : this.texts(current, dataset));
        if (current.over) return;
        await this.deps.relist();
      }
      if (current.over) return;
      // What storage does not forget now the next start finds whole.
      await forgetImport('images').catch(() => {});
      const { files, unreadable, made } = current;
      this.current = null;
      this.tell({ phase: 'finished', names: made.map(({ name }) => name), files, unreadable });
    } catch (error) {
      if (!current.over) await this.failed(current, toServiceError(error));
    } finally {
      // What a worker wrote that was ended, or failed. Storage that fails now is swept when the app starts again.
      const unfinished = current.id !== '' && !current.made.some(({ id }) => id === current.id);
      if (unfinished) await deleteImageSet(current.id).catch(() => {});
    }
  }

  private async images(current: Current, { name, folder, parts }: FoundDataset): Promise<void> {
    current.id = setIdOf(current.record, current.made.length);
    const files = parts.reduce((sum, part) => sum + part.files, 0);
    const job = { id: current.id, name, folder, files, source: current.source, origin: current.record.origin };
    const take = () =>
      this.withHost(current, async (port) => {
        const stop = this.watch(current, port);
        try {
          return await port.host.take({ ...job, created_at: new Date().toISOString() });
        } finally {
          stop();
        }
      });
    const outcome = await take().catch(async (error: unknown) => {
      const again = toServiceError(error).code === 'quota' && (await madeRoom()) && !current.over;
      if (!again) throw error;
      return take();
    });
    current.made.push({ kind: 'images', id: current.id, name });
    current.files += outcome.files;
    current.unreadable += outcome.unreadable;
  }

  /** The datasets' service takes them over; here they are waited for. */
  private async texts(current: Current, { name, folder, classes }: FoundDataset): Promise<void> {
    const { datasets } = this.deps;
    const { source, record } = current;
    const files = await this.withHost(current, (port) => port.host.texts({ source, folder, classes }));
    if (current.over) return;
    const origin = { kind: 'files', name: record.origin, files } as const;
    const id = await datasets.import({ source: origin, name, into: 'dataset', columns: null });
    for (;;) {
      const { importing } = await datasets.state();
      if (!('id' in importing) || importing.id !== id) {
        throw new ServiceError('invalid', importing.phase === 'failed' ? importing.message : 'It was given up.');
      }
      if (importing.phase === 'finished') {
        current.made.push({ kind: 'texts', id, name });
        current.files += importing.rows;
        current.unreadable += importing.skipped;
        return;
      }
      if (current.over) return datasets.cancelImport();
      this.tellReading(current, importing.share, importing.rows, importing.rate);
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
    }
  }

  private async withHost<T>(current: Current, work: (port: ImagePort) => Promise<T>): Promise<T> {
    const port = this.deps.env.spawn();
    current.port = port;
    try {
      return await work(port);
    } finally {
      current.port = null;
      port.end();
    }
  }

  /** Returns what ends it. */
  private watch(current: Current, port: ImagePort): () => void {
    const pace = new Pace();
    let asking = false;
    const ask = async () => {
      if (asking) return;
      asking = true;
      try {
        const progress = await port.host.progress();
        if (!progress || current.port !== port || current.over) return;
        this.tellReading(current, progress.share, progress.files, pace.rate(progress.files));
      } catch {
        // A worker that is gone rejects its take, too, which says why.
      } finally {
        asking = false;
      }
    };
    const timer = setInterval(ask, ASK_EVERY);
    return () => clearInterval(timer);
  }

  private async failed(current: Current, { message, details }: ServiceError): Promise<void> {
    const first = details.find((detail) => !message.includes(detail.message));
    const example = first ? ` ${first.field}: ${first.message}.` : '';
    // What storage does not forget now is taken up again by the next start, which says what became of it.
    await forgetImport('images').catch(() => {});
    this.tellFailed(current.record, current, `${message}${example}`);
  }

  private tellFailed({ chosen }: StoredTake, { made }: Made, why: string): void {
    const at = chosen[made.length];
    const there = made.map(({ name }) => `“${name}”`).join(', ');
    const rest = there === '' ? 'Nothing was left behind.' : `Kept: ${there}.`;
    this.current = null;
    this.tell({ phase: 'failed', message: `“${at?.name ?? ''}” could not be taken. ${why} ${rest}` });
  }

  private tellReading(current: Current, share: number, files: number, rate: number): void {
    const left = share > 0 && rate > 0 ? (files / share - files) / rate : null;
    const { chosen } = current.record;
    const name = chosen[Math.min(current.made.length, chosen.length - 1)]?.name ?? '';
    this.tell({ phase: 'reading', name, share, files, rate, secondsLeft: left === null ? null : Math.max(0, left) });
  }

  private tell(status: TakeStatus): void {
    this.told = status;
    this.deps.changed();
  }
}

function chosenFrom(found: readonly FoundDataset[], name: string): FoundDataset {
  const dataset = found.find((it) => it.name === name);
  if (!dataset) throw invalid('names', `There is no dataset “${name}” in what was looked through last.`);
  if (dataset.problem !== null) throw invalid('names', `“${name}” cannot be taken. ${dataset.problem}`);
  return dataset;
}
