// Saves the workspace: points, options and fit go to storage in one transaction, soon after every
// edit and change of phase, and about once a second while a fit runs. Starts by bringing it all back.
// Whoever waits for an edit to be saved (./durable.ts) makes the save come sooner, and shares it with all others.
//
// A failed save loses nothing in memory: it is said once, tried again, and said again when it works.

import type { Matrix } from '../../ml/gmm/types';
import { QuotaExceededError } from '../../storage/errors';
import { readWorkspace, saveWorkspace } from '../../storage/workspace';
import { type Deferred, deferred } from '../../wire/deferred';
import type { Notice } from '../../wire/events';
import { MAX_DIMENSIONS } from '../../wire/limits';
import { messageOf } from '../errors';
import { defaultColumns } from './document';
import { checkOptions } from './options';
import type { PointsPage } from './page';
import { checkWorkspace, type WorkspaceRecord } from './saved';
import { follow } from './select';

/** Milliseconds: edits in a row are saved together; checkpoints of a running fit; tries after a failure. */
const AFTER_EDIT = 50;
const CHECKPOINT = 1000;
const RETRY = 10_000;
/** Saving may take these shares of the time, at most. */
const AWAITED_SHARE = 0.5;
const EDIT_SHARE = 0.25;
const CHECKPOINT_SHARE = 0.1;

export class Saver {
  private due = Number.POSITIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | null = null;
  /** Settles with the next save. */
  private next: Deferred<void> | null = null;
  private lastStart = Number.NEGATIVE_INFINITY;
  private lastTook = 0;
  private failing = false;
  private held = false;
  private unread = false;

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

  /**
   * Resolves once storage holds all edits made so far, or has refused them: then people are told, and the edits
   * stay in memory. Who waits at the same time waits for the same save.
   */
  async committed(): Promise<void> {
    if (this.failing) return;
    if (this.due === Number.POSITIVE_INFINITY) {
      await this.saving;
      return;
    }
    this.due = Math.min(this.due, this.lastStart + this.lastTook / AWAITED_SHARE);
    this.next ??= deferred();
    this.arm();
    await this.next.promise;
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

  /** What is stored could not be read: nothing is saved over it while it may come back. */
  keepUnread(): void {
    this.unread = true;
  }

  /** What was to be saved is no longer wanted. */
  discard(): void {
    this.unread = false;
    this.due = Number.POSITIVE_INFINITY;
    clearTimeout(this.timer);
    this.next?.resolve();
    this.next = null;
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
    const { next } = this;
    this.next = null;
    this.saving = this.write().finally(() => {
      this.saving = null;
      next?.resolve();
      this.lastTook = performance.now() - this.lastStart;
      this.arm();
    });
    return this.saving;
  }

  private async write(): Promise<void> {
    const { document, turns } = this.page;
    let from = Number.POSITIVE_INFINITY;
    try {
      await this.protectUnread();
      // In turn: between two iterations the learner's state is whole.
      const saved = turns.run(() => {
        from = document.takeUnsaved();
        const points = { matrix: document.matrix(), fromRow: from };
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

  /** What could not be read at the start may be whole all the same: it is not written over. */
  private async protectUnread(): Promise<void> {
    if (!this.unread) return;
    if (await readWorkspace()) {
      throw new Error(
        'What was saved before can be read again and is not written over: reload the page to get it back.',
      );
    }
    this.unread = false;
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
      message: `${messageOf(error)} ${safe} To be sure, export the points or make a back-up. Saving is tried again by itself.`,
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
  const { record, points, damaged } = workspace;
  try {
    checkWorkspace(record, points);
    if (damaged) throw new Error('The saved points are damaged.');
  } catch {
    salvage(page, record, points, notify);
    return;
  }
  const { columns, source, rev } = record;
  const matrix = points ?? { data: new Float64Array(0), n: 0, d: columns.length };
  page.document.restore({ ...matrix, columns, source }, rev);
  page.session.tempo.set(record.page.speed);
  page.restoreFit(record.page, true);
  const { search } = record.page;
  // Whoever asked for the search is gone: its end is seen on the page.
  if (search) follow(page, search).catch(() => {});
}

/** What can be read of a damaged workspace: the points, their names, the options. */
function salvage(page: PointsPage, record: unknown, points: Matrix | null, notify: (notice: Notice) => void): void {
  const { columns, source, page: saved } = Object(record) as Partial<WorkspaceRecord>;
  if (points && points.n > 0 && points.d <= MAX_DIMENSIONS) {
    const named = Array.isArray(columns) && columns.length === points.d && columns.every(isText);
    const names = named ? columns : defaultColumns(points.d);
    page.document.restore({ ...points, columns: names, source: isText(source) ? source : '' }, 1);
    // Storage still holds the damaged ones.
    page.document.markUnsaved(0);
  }
  const { options } = Object(saved) as Partial<WorkspaceRecord['page']>;
  if (options && isSound(options)) page.options = options;
  const { n } = page.document;
  const kept = n > 0 ? `The ${n.toLocaleString('en')} points that could be read are here` : 'No points could be read';
  notify({
    level: 'warning',
    title: 'A part of what was saved was damaged',
    message: `${kept}; the fit was left out. Press play to fit again, and restore a back-up if points are missing.`,
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isSound(options: WorkspaceRecord['page']['options']): boolean {
  try {
    checkOptions(options);
    return true;
  } catch {
    return false;
  }
}
