// One batch at work: draws its texts, reads them a window at a time, and has the background worker score them in
// pieces. Every few seconds what is scored is stored, so that a reload goes on where it was.

import type { TextScore } from '../../ml/text/types';
import { saveBatch } from '../../storage/batch';
import type { BatchProgress, BatchScores, BatchStatus } from '../../wire/batch';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { DatasetsParts } from '../datasets/parts';
import { toServiceError } from '../errors';
import { SaveCadence } from '../reviews/cadence';
import type { ReviewsParts } from '../reviews/parts';
import { draw, WINDOW } from './draw';
import { Pace } from './pace';
import type { BatchAbout, StoredBatch } from './record';
import { openTexts, type Taught, type Texts } from './texts';

/** Texts in one question to the worker: other jobs get their turn in between. */
const PIECE = 32;

export interface RunDependencies {
  readonly parts: Pick<ReviewsParts, 'background' | 'catalogue'>;
  readonly datasets: DatasetsParts;
  readonly notify: (notice: Notice) => void;
  readonly changed: () => void;
}

export class Run {
  private about: BatchAbout;
  private index: Uint32Array;
  private label: Int8Array;
  private score: Float32Array;
  private done: number;
  private loop: Promise<void> | null = null;
  private stopping = false;
  private dropped = false;
  private readonly pace = new Pace();
  private readonly saves = new SaveCadence();

  constructor(
    stored: StoredBatch,
    private readonly deps: RunDependencies,
  ) {
    this.about = stored.about;
    this.index = stored.index;
    this.label = stored.label;
    this.done = stored.score.length;
    this.score = new Float32Array(stored.index.length);
    this.score.set(stored.score);
  }

  get active(): boolean {
    return this.about.phase === 'preparing' || this.about.phase === 'running';
  }

  get paused(): boolean {
    return this.about.phase === 'paused';
  }

  /** `play` can go on: what failed may be tried again. */
  get resumable(): boolean {
    return this.paused || this.about.phase === 'failed';
  }

  status(): BatchStatus {
    const { request, dataset, model, total, learnt, foreign, started_at, phase, message } = this.about;
    const progress: BatchProgress = {
      ...{ request, dataset, model, total, learnt, foreign, started_at },
      done: this.done,
      ...this.pace.outlook(total - this.done),
    };
    return phase === 'failed' ? { phase, message, ...progress } : { phase, ...progress };
  }

  /** Names are as they were at the start. */
  summary(): Pick<BatchProgress, 'model' | 'dataset' | 'learnt' | 'foreign'> {
    const { model, dataset, learnt, foreign } = this.about;
    return { model, dataset, learnt, foreign };
  }

  scores(): Omit<BatchScores, 'rev'> {
    const { index, label, score, done } = this;
    return { index: index.slice(0, done), label: label.slice(0, done), score: score.slice(0, done) };
  }

  /** Also after a failure: what was scored stays readable as long as its texts do. */
  texts(): Promise<Texts> {
    const { dataset, split } = this.about.request;
    return openTexts(dataset, split, this.deps.datasets);
  }

  /** Begins, or goes on; stored first, so that a reload just after it goes on, too. */
  async begin(): Promise<void> {
    if (!this.active) this.enter(this.about.drawn ? 'running' : 'preparing');
    await this.save();
    this.play();
  }

  /** Works on where it was. */
  play(): void {
    this.stopping = false;
    this.loop ??= this.work().finally(() => {
      this.loop = null;
      // Asked to go on while the last piece was still out.
      if (!this.stopping && this.active) this.play();
    });
  }

  /** Says so at once; resolves when it is stored. What the worker has in hand is kept. */
  async pause(): Promise<void> {
    this.enter('paused');
    await this.halt();
  }

  /**
   * Stops, stores, and is as it was: the engine ends, or storage is to be replaced. Storage that takes nothing does not keep it
   * from standing still: it may be just what is to be emptied.
   */
  async suspend(): Promise<void> {
    if (this.active || this.loop) await this.halt().catch(() => {});
  }

  /** Forgotten, or replaced in storage: it writes no more, and what the worker has in hand is lost. */
  drop(): void {
    this.dropped = true;
    this.stopping = true;
  }

  private async halt(): Promise<void> {
    this.stopping = true;
    await this.loop;
    await this.save();
  }

  private enter(phase: BatchAbout['phase'], message = ''): void {
    this.about = { ...this.about, phase, message };
    this.pace.rest();
    this.deps.changed();
  }

  private async work(): Promise<void> {
    try {
      const texts = await this.texts();
      this.checkModel();
      if (!this.about.drawn) await this.prepare(texts);
      if (this.about.phase === 'preparing') this.enter('running');
      while (!this.stopping && this.done < this.index.length) await this.scoreWindow(texts);
      if (this.done < this.index.length || this.dropped) return;
      this.enter('finished');
    } catch (error) {
      if (this.dropped) return;
      this.enter('failed', this.reason(error));
    }
    await this.save().catch((error: unknown) => this.enter('failed', this.reason(error)));
  }

  /** Begins anew where another version of the app brought another model of that id: scores of both are not for one figure. */
  private checkModel(): void {
    const { parts, notify, changed } = this.deps;
    const { model_id, model, fingerprint } = this.about;
    const now = parts.catalogue.fingerprint(model_id);
    if (!parts.catalogue.has(model_id) || now === fingerprint) return;
    this.about = { ...this.about, fingerprint: now, foreign: null };
    if (this.done === 0) return;
    this.done = 0;
    changed();
    const title = 'The batch began anew';
    const message = `“${model}” came anew with this version of the app. What the old one had scored would not go with its scores.`;
    notify({ level: 'info', title, message });
  }

  private async prepare(texts: Texts): Promise<void> {
    const { request, model_id } = this.about;
    const { index, label } = await draw(texts.walk(), request);
    const known = await texts.learntBy(taughtBy(model_id, this.deps.parts.catalogue));
    const learnt = index.reduce((sum, row) => sum + (known.has(row) ? 1 : 0), 0);
    this.index = index;
    this.label = label;
    this.score = new Float32Array(index.length);
    this.done = 0;
    this.about = { ...this.about, drawn: true, total: index.length, learnt };
    await this.save();
  }

  /** Up to the next border between windows, shortest text first: texts of a length are quickest together. */
  private async scoreWindow(texts: Texts): Promise<void> {
    const from = this.done;
    const to = Math.min(this.index.length, (Math.floor(from / WINDOW) + 1) * WINDOW);
    const labels = new Map<number, number>();
    for (let at = from; at < to; at++) labels.set(this.index[at], this.label[at]);
    const rows = await texts.rowsAt(this.index.subarray(from, to));
    rows.sort((a, b) => a.text.length - b.text.length || a.index - b.index);
    if (rows.length < to - from) this.shorten(to, to - from - rows.length);
    rows.forEach(({ index }, i) => {
      this.index[from + i] = index;
      this.label[from + i] = labels.get(index) ?? -1;
    });
    for (let at = 0; at < rows.length && !this.stopping; at += PIECE) {
      await this.scorePiece(rows.slice(at, at + PIECE).map(({ text }) => text));
    }
  }

  private async scorePiece(pieces: readonly string[]): Promise<void> {
    const { catalogue, background } = this.deps.parts;
    catalogue.get(this.about.model_id);
    const start = performance.now();
    const { scores } = await background.score(this.about.model_id, pieces);
    if (this.dropped) return;
    scores.forEach(({ score }, i) => {
      this.score[this.done + i] = score;
    });
    this.about = { ...this.about, foreign: sumForeign(this.done === 0 ? 0 : this.about.foreign, scores) };
    this.done += pieces.length;
    this.pace.add(pieces.length, start, performance.now());
    this.deps.changed();
    if (this.saves.due()) await this.save();
  }

  /** Reviews that were deleted since they were drawn leave no gap. */
  private shorten(to: number, gone: number): void {
    this.index = close(this.index, to, gone);
    this.label = close(this.label, to, gone);
    this.score = close(this.score, to, gone);
    this.about = { ...this.about, total: this.index.length };
  }

  private async save(): Promise<void> {
    if (this.dropped) return;
    const { about: record, index, label, score, done } = this;
    await this.saves.time(() => saveBatch({ record, index, label, score: score.slice(0, done) }));
  }

  private reason(error: unknown): string {
    const { code, message } = toServiceError(error);
    const kept = this.done > 0 ? ` What was scored before is kept: ${this.done} of ${this.about.total}.` : '';
    if (!this.deps.parts.catalogue.has(this.about.model_id)) {
      return `The model “${this.about.model}” was removed meanwhile.${kept}`;
    }
    if (code === 'not_found' || code === 'conflict') return `“${this.about.dataset}” was removed meanwhile.${kept}`;
    return `${message}${kept}`;
  }
}

/** With these counted, too; null where they, or some before them, were not. */
function sumForeign(before: number | null, scores: readonly TextScore[]): number | null {
  if (before === null || scores.some(({ foreign }) => foreign === undefined)) return null;
  return before + scores.filter(({ foreign }) => foreign).length;
}

/** Without the `gone` places before `to`. */
function close<T extends Uint32Array | Int8Array | Float32Array>(array: T, to: number, gone: number): T {
  array.copyWithin(to - gone, to);
  return array.slice(0, array.length - gone) as T;
}

/** What the model, and those that it came from, learnt from. */
function taughtBy(model: string, catalogue: ReviewsParts['catalogue']): Taught {
  const made = catalogue.made(model);
  const before = (made?.ancestors ?? []).map((ancestor) => catalogue.made(ancestor.model));
  const datasets = [made, ...before].flatMap((one): Taught['datasets'] =>
    one?.dataset_ids ? one.dataset_ids.map((id) => ({ id })) : (one?.datasets ?? []).map((name) => ({ name })),
  );
  return { reviews: made?.learnt ?? [], datasets };
}

/** A run with nothing done. */
export function newBatch(about: Omit<BatchAbout, 'format' | 'phase' | 'drawn' | 'message'>): StoredBatch {
  return {
    about: { format: 1, phase: 'preparing', drawn: false, message: '', ...about },
    index: new Uint32Array(0),
    label: new Int8Array(0),
    score: new Float32Array(0),
  };
}

/** Refused: nothing to score. */
export function nothingToScore(name: string): ServiceError {
  const message = `There is no text to score in “${name}”, or none in that part or of that kind.`;
  return new ServiceError('invalid', message, [{ field: 'dataset', message }]);
}
