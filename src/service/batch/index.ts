// Batch inference: a model over many texts in the background, behind the interface of src/wire/batch.ts. One at a
// time; its result stays until the next.

import { deleteBatch } from '../../storage/batch';
import type { BatchReport, BatchRequest, BatchRow, BatchService, BatchState } from '../../wire/batch';
import { batchRequestSchema } from '../../wire/batch-schemas';
import { ServiceError } from '../../wire/errors';
import type { Notice, ServiceEvent } from '../../wire/events';
import type { Sentiment } from '../../wire/reviews';
import { parseWith } from '../../wire/schemas';
import type { DatasetsParts } from '../datasets/parts';
import { guarded, invalid, messageOf } from '../errors';
import { Serial, Throttle } from '../pace';
import type { ReviewsParts } from '../reviews/parts';
import { Exports } from '../texts/exporting';
import { countDrawn } from './draw';
import { writeBatchCsv } from './export';
import { readStored } from './record';
import { figuresOf, firstOf } from './report';
import { newBatch, nothingToScore, Run } from './run';
import { idOf, openTexts } from './texts';

/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;
/** Rows given out at once. */
const MAX_ROWS = 1000;

export interface BatchDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly parts: Pick<ReviewsParts, 'background' | 'catalogue' | 'serving'>;
  readonly datasets: DatasetsParts;
}

export interface BatchHandle {
  readonly service: BatchService;
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
}

/** Reads what is stored; a batch that was at work goes on. */
export async function openBatch(deps: BatchDependencies): Promise<BatchHandle> {
  const batch = new Batch(deps);
  await batch.open();
  return {
    service: guarded<BatchService>(batch.methods()),
    suspend: () => batch.suspend(),
    resume: async () => batch.resume(),
    reload: () => batch.open(),
  };
}

class Batch {
  private run: Run | null = null;
  private rev = 0;
  private readonly news: Throttle;
  private readonly exports: Exports;
  /** Starts and commands, one after the other. */
  private readonly commands = new Serial();

  constructor(private readonly deps: BatchDependencies) {
    this.news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'batch', state: this.state() }));
    this.exports = new Exports(() => this.news.request());
  }

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    this.run?.drop();
    this.run = null;
    try {
      const stored = await readStored();
      if (stored) this.run = new Run(stored, this.runDependencies());
      this.resume();
    } catch (error) {
      const title = 'The batch could not be opened';
      const message = `${messageOf(error)} What is stored was left as it is; reload the page to try again.`;
      this.deps.emit({ type: 'notice', notice: { level: 'error', title, message } });
    }
    this.changed();
  }

  async suspend(): Promise<void> {
    await this.commands.run(() => this.run?.suspend());
  }

  resume(): void {
    if (this.run?.active) this.run.play();
  }

  methods(): BatchService {
    return {
      state: async () => this.state(),
      start: (request) => this.commands.run(() => this.start(parseWith(batchRequestSchema, request))),
      control: (command) => this.commands.run(() => this.control(command)),
      scores: async () => (this.run ? { rev: this.rev, ...this.run.scores() } : null),
      rows: (positions) => this.rows(positions),
      report: async (threshold) => this.report(checkThreshold(threshold)),
      exportCsv: async (threshold) => {
        checkThreshold(threshold);
        const run = this.needed();
        const scored = run.scores();
        return this.exports.run(scored.index.length, async ({ wrote }) =>
          writeBatchCsv(scored, await run.texts(), threshold, wrote),
        );
      },
      cancelExport: async () => this.exports.cancel(),
    };
  }

  private state(): BatchState {
    return { status: this.run?.status() ?? { phase: 'idle' }, rev: this.rev, exporting: this.exports.progress };
  }

  private async start(request: BatchRequest): Promise<void> {
    if (this.run?.active || this.run?.paused) {
      const message = 'A batch is under way. Let it finish, or cancel it first.';
      throw new ServiceError('conflict', message);
    }
    const { parts, datasets } = this.deps;
    const { id: model_id, name: model } = parts.catalogue.get(request.model ?? parts.serving());
    const fingerprint = parts.catalogue.fingerprint(model_id);
    const dataset = await idOf(request.dataset, datasets);
    const texts = await openTexts(dataset, request.split, datasets);
    const total = countDrawn(await texts.count(), request);
    if (total === 0) throw nothingToScore(texts.name);
    const started_at = new Date().toISOString();
    const asked = { ...request, dataset, model: model_id };
    const counts = { total, learnt: null, foreign: null };
    const about = { request: asked, model_id, fingerprint, model, dataset: texts.name, ...counts, started_at };
    const run = new Run(newBatch(about), this.runDependencies());
    await run.begin();
    this.run = run;
    this.changed();
  }

  private async control(command: 'play' | 'pause' | 'cancel'): Promise<void> {
    const run = this.needed();
    if (command === 'cancel') {
      run.drop();
      this.run = null;
      this.changed();
      await deleteBatch();
    } else if (command === 'pause') {
      if (!run.active) throw new ServiceError('conflict', 'No batch is running.');
      await run.pause();
    } else if (run.resumable) await run.begin();
    else if (!run.active) throw new ServiceError('conflict', 'The batch is done. Start another.');
  }

  private async rows(positions: readonly number[]): Promise<BatchRow[]> {
    const run = this.needed();
    if (positions.length > MAX_ROWS) throw invalid('positions', `At most ${MAX_ROWS} rows can be had at once.`);
    const { index, label, score } = run.scores();
    const wrong = positions.find((at) => !Number.isInteger(at) || at < 0 || at >= index.length);
    if (wrong !== undefined) throw invalid('positions', `Nothing is scored at ${wrong}; there are ${index.length}.`);
    const scored = new Map(positions.map((at) => [index[at], at]));
    const texts = await run.texts();
    const rows = await texts.rowsAt(positions.map((at) => index[at]));
    // A label given since the start is not the one that the figures are of.
    return rows.map((row) => {
      const at = scored.get(row.index) ?? 0;
      return { ...row, label: toSentiment(label[at]), score: score[at] };
    });
  }

  private async report(threshold: number): Promise<BatchReport> {
    const run = this.needed();
    const scored = run.scores();
    const rows = await this.rows(firstOf(scored, MAX_ROWS));
    return {
      ...{ ...run.summary(), ...figuresOf(scored, threshold) },
      results: rows.map(({ name, label, score }) => ({ name, label, predicted: score >= threshold ? 1 : 0, score })),
      truncated: scored.index.length > MAX_ROWS,
    };
  }

  private needed(): Run {
    if (this.run) return this.run;
    throw new ServiceError('not_found', 'There is no batch: start one first.');
  }

  private runDependencies() {
    const { parts, datasets, emit } = this.deps;
    const notify = (notice: Notice) => emit({ type: 'notice', notice });
    return { parts, datasets, notify, changed: () => this.changed() };
  }

  private changed(): void {
    this.rev += 1;
    this.news.request();
  }
}

function checkThreshold(threshold: number): number {
  if (threshold >= 0 && threshold <= 1) return threshold;
  throw invalid('threshold', 'The threshold must be from 0 to 1.');
}

function toSentiment(label: number): Sentiment | null {
  return label === 0 || label === 1 ? label : null;
}
