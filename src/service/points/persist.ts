// Saves the workspace: points, options and fit go to storage in one transaction, soon after every
// edit and change of phase, and about once a second while a fit runs. Starts by bringing it all back.
//
// A failed save loses nothing in memory: it is said once, tried again, and said again when it works.

import type { Matrix } from '../../ml/gmm/types';
import { QuotaExceededError } from '../../storage/errors';
import { type PointsToSave, readWorkspace, saveWorkspace } from '../../storage/workspace';
import type { Notice } from '../../wire/events';
import { MAX_DIMENSIONS } from '../../wire/limits';
import { checkMixture } from '../models';
import { defaultColumns } from './document';
import { checkOptions } from './options';
import type { PageRecord, PointsPage } from './page';
import { follow } from './select';

/** The record beside the points. */
interface WorkspaceRecord {
  readonly format: 1;
  readonly columns: readonly string[];
  readonly source: string;
  readonly rev: number;
  readonly page: PageRecord;
}

/** Milliseconds: edits in a row are saved together; checkpoints of a running fit; tries after a failure. */
const AFTER_EDIT = 200;
const CHECKPOINT = 1000;
const RETRY = 10_000;
/** Saving may take these shares of the time, at most. */
const EDIT_SHARE = 0.5;
const CHECKPOINT_SHARE = 0.1;

export class Saver {
  private due = Number.POSITIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | null = null;
  private lastStart = Number.NEGATIVE_INFINITY;
  private lastTook = 0;
  private failing = false;
  private held = false;

  constructor(
    private readonly page: PointsPage,
    private readonly notify: (notice: Notice) => void,
  ) {}

  /** `settled`: at once, unless a save was just made; `progress`: when a checkpoint is due. */
  request(what: 'progress' | 'settled'): void {
    const interval =
      what === 'settled'
        ? Math.max(AFTER_EDIT, this.lastTook / EDIT_SHARE)
        : Math.max(CHECKPOINT, this.lastTook / CHECKPOINT_SHARE);
    this.due = Math.min(this.due, this.lastStart + (this.failing ? RETRY : interval));
    this.arm();
  }

  /** Saves what is not saved by now. Resolves once storage holds it, or has refused it. */
  async flush(): Promise<void> {
    await this.saving;
    if (this.due < Number.POSITIVE_INFINITY) await this.save();
  }

  /** Writes nothing more until `release`. */
  async hold(): Promise<void> {
    await this.flush();
    this.held = true;
  }

  release(): void {
    this.held = false;
    this.arm();
  }

  /** What was to be saved is no longer wanted. */
  discard(): void {
    this.due = Number.POSITIVE_INFINITY;
    clearTimeout(this.timer);
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.saving || this.held || this.due === Number.POSITIVE_INFINITY) return;
    const wait = Math.max(0, this.due - performance.now());
    this.timer = setTimeout(() => void this.save(), wait);
  }

  private save(): Promise<void> {
    clearTimeout(this.timer);
    this.due = Number.POSITIVE_INFINITY;
    this.lastStart = performance.now();
    this.saving = this.write().finally(() => {
      this.saving = null;
      this.lastTook = performance.now() - this.lastStart;
      this.arm();
    });
    return this.saving;
  }

  private async write(): Promise<void> {
    const { document, turns } = this.page;
    let from = Number.POSITIVE_INFINITY;
    try {
      // In turn: between two iterations the learner's state is whole.
      const saved = turns.run(() => {
        from = document.takeUnsaved();
        const points: PointsToSave | undefined =
          from === Number.POSITIVE_INFINITY ? undefined : { matrix: document.matrix(), fromRow: from };
        const { columns, source, rev } = document.info();
        const record: WorkspaceRecord = { format: 1, columns, source, rev, page: this.page.record() };
        return { done: saveWorkspace(record, points) };
      });
      await (await saved).done;
      if (this.failing) this.recovered();
    } catch (error) {
      document.markUnsaved(from);
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    this.due = Math.min(this.due, performance.now() + RETRY);
    if (this.failing) return;
    this.failing = true;
    const safe = 'Everything is still here while this page stays open.';
    if (error instanceof QuotaExceededError) {
      this.notify({
        level: 'error',
        title: 'The browser’s storage is full',
        message: `${safe} The latest changes are not saved: delete saved models, remove points or free some disk space. Saving is tried again by itself.`,
      });
      return;
    }
    this.notify({
      level: 'error',
      title: 'Saving failed',
      message: `${error instanceof Error ? error.message : String(error)} ${safe} To be sure, export the points or make a back-up. Saving is tried again by itself.`,
    });
  }

  private recovered(): void {
    this.failing = false;
    this.notify({ level: 'info', title: 'Saved again', message: 'The latest changes are safely stored.' });
  }
}

/** Brings back what was saved; a fit or a search that was at work goes on by itself. */
export async function load(page: PointsPage, notify: (notice: Notice) => void): Promise<void> {
  const workspace = await readWorkspace();
  if (!workspace) return;
  const { record, points } = workspace;
  try {
    checkWorkspace(record, points);
  } catch {
    salvage(page, points, notify);
    return;
  }
  const { columns, source, rev } = record;
  const matrix = points ?? { data: new Float64Array(0), n: 0, d: columns.length };
  page.document.restore({ ...matrix, columns, source }, rev);
  page.session.speed = record.page.speed;
  page.restoreFit(record.page, true);
  const { search } = record.page;
  // Whoever asked for the search is gone: its end is seen on the page.
  if (search) follow(page, search).catch(() => {});
}

function salvage(page: PointsPage, points: Matrix | null, notify: (notice: Notice) => void): void {
  if (points) {
    page.document.restore({ ...points, columns: defaultColumns(points.d), source: '' }, 1);
  }
  notify({
    level: 'warning',
    title: 'The saved fit could not be read',
    message: 'Your points are here; the options and the fit were left out. Press play to fit again.',
  });
}

/** @throws ServiceError or Error unless this is a record that `load` can open with these points. */
export function checkWorkspace(record: unknown, points: Matrix | null): asserts record is WorkspaceRecord {
  const saved = record as Partial<WorkspaceRecord> | null;
  const fail = (what: string): never => {
    throw new Error(`The saved workspace ${what}.`);
  };
  if (saved?.format !== 1 || !saved.page) return fail('is of an unknown format');
  const { columns, source, rev, page } = saved;
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === 'string')) return fail('has no column names');
  if (columns.length < 1 || columns.length > MAX_DIMENSIONS) return fail('has an unexpected number of columns');
  if (points && points.d !== columns.length) return fail('names other columns than the points have');
  if (typeof source !== 'string' || !Number.isInteger(rev)) return fail('is incomplete');
  checkOptions(page.options);
  const { session } = page;
  if (!['idle', 'failed', 'running', 'paused', 'finished'].includes(session?.phase)) return fail('has an unknown fit');
  const mixture = 'run' in session ? session.run.mixture : session.mixture;
  if (mixture) checkMixture(mixture);
  if ('run' in session) {
    checkOptions(session.run.options);
    if (!Array.isArray(session.run.trace?.current?.trace?.values)) return fail('has a fit without its curve');
  }
}
