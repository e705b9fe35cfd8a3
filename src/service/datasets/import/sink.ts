// Rows on their way into storage: gathered to chunks, written as they fill, looked at for the figures.

import { FigureCollector } from '../../../ml/text/figures';
import { CHUNK_TEXTS, type TextChunk, writeChunk } from '../../../storage/datasets';
import { SPLITS, type SplitName } from '../../../wire/datasets';
import type { Sentiment } from '../../../wire/reviews';
import { Breath } from '../../pace';
import { type Limits, tooManyTexts } from './limits';

export interface NewRow {
  readonly text: string;
  readonly name: string;
  /** What it is called where it comes from; '' where that is not known. */
  readonly ref: string;
  readonly label: Sentiment | null;
  readonly rating: number | null;
  readonly split: SplitName;
}

/** A chunk of very long texts is closed early. */
const CHUNK_CHARACTERS = 4_000_000;

export class Sink {
  readonly figures = new FigureCollector();
  /** Index of each chunk's first row. */
  readonly starts: number[] = [];
  bytes = 0;
  private rows: NewRow[] = [];
  private characters = 0;
  private readonly breath = new Breath();

  constructor(
    private readonly id: string,
    private readonly limits: Limits,
  ) {}

  get n(): number {
    return this.figures.n;
  }

  async add(row: NewRow): Promise<void> {
    if (this.n >= this.limits.texts) throw tooManyTexts(this.limits);
    this.figures.add(row.text, row.label ?? -1, SPLITS.indexOf(row.split));
    this.bytes += storedBytes(row.text);
    this.rows.push(row);
    this.characters += row.text.length;
    if (this.rows.length === CHUNK_TEXTS || this.characters >= CHUNK_CHARACTERS) await this.flush();
    // Questions about the progress come in between.
    await this.breath.take();
  }

  /** Writes what is left. */
  async flush(): Promise<void> {
    const { rows } = this;
    if (rows.length === 0) return;
    await writeChunk(this.id, this.starts.length, toChunk(rows));
    this.starts.push(this.n - rows.length);
    this.rows = [];
    this.characters = 0;
  }
}

function toChunk(rows: readonly NewRow[]): TextChunk {
  return {
    texts: rows.map(({ text }) => text),
    names: rows.map(({ name }) => name),
    labels: Int8Array.from(rows, ({ label }) => label ?? -1),
    ratings: Uint8Array.from(rows, ({ rating }) => rating ?? 0),
    splits: Uint8Array.from(rows, ({ split }) => SPLITS.indexOf(split)),
    ...(rows.some(({ ref }) => ref !== '') && { refs: rows.map(({ ref }) => ref) }),
  };
}

/** Browsers keep strings in one byte a unit, or in two where one of them needs it. */
function storedBytes(text: string): number {
  return /[\u0100-\uffff]/.test(text) ? 2 * text.length : text.length;
}
