// A run's metrics while they grow: bounded, however long it runs. Of the rows of steps, and apart from them of those of
// epochs, every second goes when there are too many, and so on; rows that hold a column's best or last value stay.

import { better, type MetricTable, summarise, tableOf } from '../../ml/logs';
import type { Histograms } from './job';
import type { Figures } from './record';
import { CHUNK_ROWS, chunked, type LogRow, toRows } from './rows';

/** Rows of one sort (of steps, of epochs), from which on every second goes. */
const MOST_ROWS = 10_000;
/** Epochs whose histograms are kept. */
const MOST_HISTOGRAMS = 64;

interface NewRow {
  readonly epoch: number | null;
  readonly step: number | null;
  readonly time: number | null;
  readonly values: Readonly<Record<string, number>>;
  readonly lasting: boolean;
  readonly histograms?: Histograms | undefined;
}

interface Sort {
  /** Rows of it there ever were. */
  count: number;
  /** Of which each so many-th is kept. */
  stride: number;
  /** The last of them. */
  newest: LogRow | null;
}

export class RunLog {
  private rows: LogRow[] = [];
  private readonly best = new Map<string, LogRow>();
  private readonly last = new Map<string, LogRow>();
  private steps: Sort = { count: 0, stride: 1, newest: null };
  private epochs: Sort = { count: 0, stride: 1, newest: null };
  private histograms: LogRow[] = [];
  private histogramStride = 1;
  /** Histograms that came on this visit. */
  private seen = 0;
  /** Rows before it are stored as they are. */
  private clean = 0;
  private summed: Figures | null = null;

  /** @param bound rows of one sort; tests use fewer */
  constructor(private readonly bound = MOST_ROWS) {}

  /** From stored chunks. Throws where they are damaged. */
  static restore(chunks: readonly unknown[], bound?: number): RunLog {
    const log = new RunLog(bound);
    for (const row of chunks.flatMap(toRows)) log.take(row);
    for (const sort of [log.steps, log.epochs]) {
      // What was thinned goes on being thinned alike.
      while (log.isFull(sort)) sort.stride *= 2;
    }
    log.clean = log.rows.length;
    return log;
  }

  add({ epoch, step, time, values, lasting, histograms }: NewRow): void {
    const sort = lasting ? this.epochs : this.steps;
    const kept = histograms && this.seen++ % this.histogramStride === 0 ? { histograms } : {};
    const before = sort.newest;
    this.take({ epoch, step, time, lasting, ordinal: sort.count, values: new Map(Object.entries(values)), ...kept });
    if (before) this.dropPassing(before, sort);
    if (this.isFull(sort)) this.thin(sort, lasting);
    if (this.histograms.length > MOST_HISTOGRAMS) this.thinHistograms();
  }

  get length(): number {
    return this.rows.length;
  }

  all(): readonly LogRow[] {
    return this.rows;
  }

  table(): MetricTable {
    return tableOf(this.rows);
  }

  /** The newest value of each column. */
  latest(): Record<string, number> {
    return Object.fromEntries([...this.last].map(([name, row]) => [name, row.values.get(name) ?? Number.NaN]));
  }

  figures(): Figures {
    this.summed ??= figuresOf(this.table());
    return this.summed;
  }

  /** What is not stored yet, as chunks, and from which on. */
  unsaved(): { readonly from: number; readonly chunks: readonly unknown[] } {
    const from = Math.floor(this.clean / CHUNK_ROWS);
    return { from, chunks: chunked(this.rows.slice(from * CHUNK_ROWS)) };
  }

  /** To be called as `unsaved` is taken: rows from here on are new. Returns what takes it back, if nothing was stored. */
  markSaved(): () => void {
    const before = this.clean;
    this.clean = this.rows.length;
    return () => {
      this.clean = Math.min(this.clean, before);
    };
  }

  private take(row: LogRow): void {
    this.push(row);
    for (const [name, value] of row.values) {
      this.last.set(name, row);
      const way = better(name);
      if (way === null || !Number.isFinite(value)) continue;
      const before = this.best.get(name)?.values.get(name);
      const beats = before === undefined || (way === 'higher' ? value > before : value < before);
      if (beats) this.best.set(name, row);
    }
    if (row.histograms) this.histograms.push(row);
  }

  private push(row: LogRow): void {
    this.rows.push(row);
    const sort = row.lasting ? this.epochs : this.steps;
    sort.count = row.ordinal + 1;
    sort.newest = row;
    this.summed = null;
  }

  /** It was kept because it was the newest. */
  private dropPassing(row: LogRow, sort: Sort): void {
    if (row.ordinal % sort.stride === 0 || this.holds(row)) return;
    const at = this.rows.lastIndexOf(row);
    this.rows.splice(at, 1);
    this.clean = Math.min(this.clean, at);
    this.dropHistograms((other) => other === row);
  }

  private holds(row: LogRow): boolean {
    for (const name of row.values.keys()) {
      if (this.best.get(name) === row || this.last.get(name) === row) return true;
    }
    return false;
  }

  /** By the rows there ever were, which storage tells too: a run that was interrupted goes on as it would have. */
  private isFull({ count, stride }: Sort): boolean {
    return count > stride * this.bound;
  }

  private thin(sort: Sort, lasting: boolean): void {
    sort.stride *= 2;
    const stays = (row: LogRow) =>
      row.lasting !== lasting || row.ordinal % sort.stride === 0 || this.holds(row) || row === this.rows.at(-1);
    const first = this.rows.findIndex((row) => !stays(row));
    if (first < 0) return;
    this.clean = Math.min(this.clean, first);
    this.rows = this.rows.filter(stays);
    const there = new Set(this.rows);
    this.dropHistograms((row) => !there.has(row));
    this.summed = null;
  }

  private thinHistograms(): void {
    this.histogramStride *= 2;
    const [kept, gone] = [this.histograms.filter((_, i) => i % 2 === 0), this.histograms.filter((_, i) => i % 2 === 1)];
    const lost = new Set(gone);
    for (const row of gone) row.histograms = undefined;
    this.histograms = kept;
    const first = this.rows.findIndex((row) => lost.has(row));
    if (first >= 0) this.clean = Math.min(this.clean, first);
  }

  private dropHistograms(gone: (row: LogRow) => boolean): void {
    this.histograms = this.histograms.filter((row) => !gone(row));
  }
}

function figuresOf(table: MetricTable): Figures {
  const { available_columns: columns, ...rest } = summarise(table);
  return { ...rest, columns: columns.filter((name) => name !== 'epoch' && name !== 'step') };
}
