// The points service: src/wire/service.ts's PointsService over one page, with events told at most
// ten times a second, and what the services beside it need of the page.

import { DEFAULT_OPTIONS, type Matrix, type Mixture } from '../../ml/gmm/types';
import type { Notice, ServiceEvent } from '../../wire/events';
import type { NewDataset, PointsService } from '../../wire/service';
import { guarded, invalid, messageOf } from '../errors';
import { checkUsable, type SavedMixture } from '../models';
import { Throttle } from '../pace';
import { defaultColumns, EMPTY_DATASET } from './document';
import { durable } from './durable';
import type { EngineProvider } from './engines';
import { checkOptions, mergeOptions } from './options';
import { PointsPage } from './page';
import { load, Saver } from './persist';
import { RestDoor } from './rest';
import { allNow, checkColumn, checkCount, checkIndices, checkRows, numbersNow, sortedIndices } from './rows';
import { checkWorkspace } from './saved';
import { select } from './select';
import { assignment, exportCsv, inspect, sample, score, Thresholds } from './use';

export interface PointsDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly compute: EngineProvider;
}

/** The page as the services beside it see it. */
export interface PointsHandle {
  readonly service: PointsService;
  /** For saved models: the page's mixture, and another in its place. */
  current(): SavedMixture | null;
  adopt(saved: SavedMixture): Promise<void>;
  /** For back-ups: saves, then keeps still until `resume` or `reload`. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  /** Forgets what is in memory and reads storage anew. */
  reload(): Promise<void>;
  checkWorkspace(record: unknown, points: Matrix | null): void;
  /** Saves what is not saved yet. */
  flush(): Promise<void>;
}

/** Events a second, at most ten. */
const EVENT_INTERVAL_MS = 100;

/** Opens the page as it was left; a fit that was running goes on. */
export async function openPoints({ emit, compute }: PointsDependencies): Promise<PointsHandle> {
  const notify = (notice: Notice) => emit({ type: 'notice', notice });
  const events = new Throttle(EVENT_INTERVAL_MS, () => emit({ type: 'points', state: page.state() }));
  const page: PointsPage = new PointsPage({
    provider: compute,
    notify,
    changed: (what) => {
      events.request();
      saver.request(what);
    },
  });
  const saver = new Saver(page, notify);
  let unread = false;
  // Told when the state is first asked for: until then no tab may be listening.
  const early: Notice[] = [];
  await load(page, (notice) => early.push(notice)).catch((error: unknown) => {
    unread = true;
    early.push({
      level: 'error',
      title: 'What was saved could not be read',
      message: `${messageOf(error)} Reloading the page tries again.`,
    });
  });
  saver.discard();
  if (unread) saver.keepUnread();
  const tell = () => early.splice(0).forEach(notify);
  return { service: guarded(durable(methods(page, tell), saver)), ...handle(page, saver, notify) };
}

function methods(page: PointsPage, opened: () => void): PointsService {
  const { document } = page;
  const rest = new RestDoor(page);
  const thresholds = new Thresholds();
  return {
    state: async () => {
      opened();
      return page.state();
    },
    points: async () => {
      const { data, n, d } = document.matrix();
      return { data: data.slice(), n, d, columns: document.columns, rev: document.rev };
    },
    view: async (x, y) => ({ xy: twoColumns(document.matrix(), x, y), rev: document.rev }),
    rows: async (indices, rev) => {
      const now = allNow(document, indices, rev);
      checkIndices(now, document.n);
      return { ...document.rows(now), rev: document.rev };
    },
    assignment: () => assignment(page),

    add: async (rows, stroke) => add(page, rows, stroke),
    remove: async (indices, rev) => {
      const there = numbersNow(document, indices, rev).filter((index) => index >= 0);
      const sorted = sortedIndices(Uint32Array.from(there), document.n);
      if (sorted.length > 0) page.edit({ type: 'remove', indices: sorted });
    },
    move: async (indices, rows, rev) => move(page, allNow(document, indices, rev), rows),
    setValue: async (index, column, value, rev) => {
      const indices = allNow(document, Uint32Array.of(index), rev);
      checkIndices(indices, document.n);
      checkColumn('column', column, document.d);
      const { data, n, d } = document.rows(indices);
      move(page, indices, { data: data.with(column, value), n, d });
      return document.rev;
    },
    replace: async (dataset) => replace(page, dataset),
    clear: async () => {
      const options = mergeOptions(page.options, {}, EMPTY_DATASET.d);
      page.edit({ type: 'dataset', dataset: EMPTY_DATASET }, { fit: { options, mixture: null } });
    },
    undo: async () => page.undo(),
    redo: async () => page.redo(),

    setOptions: (options) => page.setOptions(options),
    control: async (command) => page.control(command),
    setSpeed: async (speed, passing) => page.setSpeed(speed, passing),
    select: (request) => select(page, request),

    inspect: async (row, level) => inspect(page, thresholds, row, level),
    sample: async (n, seed, add) => sample(page, n, seed, add),
    score: (rows, level) => score(page, thresholds, rows, level),
    exportCsv: (withResponsibilities) => exportCsv(page, withResponsibilities),

    train: (request) => rest.train(request),
    update: (request) => rest.update(request),
    parameters: () => rest.parameters(),
  };
}

function handle(page: PointsPage, saver: Saver, notify: (notice: Notice) => void): Omit<PointsHandle, 'service'> {
  const proceed = () => {
    saver.release();
    page.search?.proceed();
    page.session.proceed();
  };
  return {
    current: () => {
      const mixture = page.session.mixture();
      if (!mixture) return null;
      const { columns, n } = page.document.info();
      const { run, learned: n_points } = page.session;
      const last = run?.progress(false);
      const known = last && !last.behind && n_points === n && Number.isFinite(last.log_likelihood);
      const log_likelihood = known ? last.log_likelihood : null;
      return { mixture, options: page.session.options ?? page.options, columns, n_points, log_likelihood };
    },
    adopt: async (saved) => {
      adopt(page, saved);
      await saver.committed();
    },
    suspend: async () => {
      page.search?.suspend();
      await page.session.suspend();
      await saver.hold();
    },
    resume: async () => proceed(),
    reload: async () => {
      page.history.forget();
      page.document.restore(EMPTY_DATASET, 0);
      page.putFit(DEFAULT_OPTIONS, null);
      page.session.tempo.set(null);
      page.engines.drop();
      saver.discard();
      proceed();
      await load(page, notify);
    },
    checkWorkspace,
    flush: () => saver.flush(),
  };
}

function add(page: PointsPage, rows: Matrix, stroke: string | undefined): void {
  const { document } = page;
  if (rows.n === 0) return;
  checkRows(rows);
  checkCount(document.n + rows.n);
  if (rows.d === document.d) {
    page.edit({ type: 'append', rows: rows.data }, { stroke });
    return;
  }
  if (document.n > 0 || page.session.mixture()) {
    throw invalid('points', `The points here have ${document.d} columns; the new ones ${rows.d}.`);
  }
  const dataset = { ...rows, data: rows.data.slice(), columns: defaultColumns(rows.d), source: '' };
  page.edit({ type: 'dataset', dataset }, { stroke });
}

function move(page: PointsPage, indices: Uint32Array, rows: Matrix): void {
  const { document } = page;
  if (indices.length === 0) return;
  checkRows(rows);
  checkIndices(indices, document.n);
  if (rows.n !== indices.length || rows.d !== document.d) {
    throw invalid('points', `Moving ${indices.length} points takes as many rows of ${document.d} values.`);
  }
  if (new Set(indices).size !== indices.length) throw invalid('indices', 'Every point can be moved only once.');
  page.edit({ type: 'overwrite', indices: indices.slice(), rows: rows.data.slice() });
}

function replace(page: PointsPage, dataset: NewDataset): void {
  const { data, n, d, columns, source, mixture = null } = dataset;
  checkRows({ data, n, d });
  checkCount(n);
  if (columns.length !== d) throw invalid('columns', `There are ${columns.length} column names for ${d} columns.`);
  const options = dataset.options ?? mergeOptions(page.options, {}, d);
  checkOptions(options);
  if (mixture) checkFitting(mixture, d);
  const copy = { data: data.slice(), n, d, columns: [...columns], source };
  page.edit({ type: 'dataset', dataset: copy }, { fit: { options, mixture } });
}

/** Points stay where their columns fit; without points the page takes the model's columns. */
function adopt(page: PointsPage, { mixture, options, columns, n_points }: SavedMixture): void {
  const { document } = page;
  checkUsable(mixture);
  const taken: typeof options = {
    ...mergeOptions(page.options, options, mixture.n_features),
    n_components: mixture.n_components,
    covariance_type: mixture.covariance_type,
  };
  checkOptions(taken);
  // Of a model that came from elsewhere nobody may know it, and a back-up may say anything.
  const learned = Number.isSafeInteger(n_points) && n_points > 0 ? n_points : 0;
  const fit = { options: taken, mixture, learned };
  if (document.n > 0) {
    checkFitting(mixture, document.d);
    page.edit({ type: 'append', rows: new Float64Array(0) }, { fit });
    return;
  }
  const d = mixture.n_features;
  const names = columns.length === d ? columns : defaultColumns(d);
  page.edit({ type: 'dataset', dataset: { ...EMPTY_DATASET, d, columns: names } }, { fit });
}

function checkFitting(mixture: Mixture, d: number): void {
  checkUsable(mixture);
  if (mixture.n_features === d) return;
  throw invalid('mixture', `The model has ${mixture.n_features} columns, but the points have ${d}.`);
}

/** [n, 2]; of points with one column, the second is 0. */
function twoColumns({ data, n, d }: Matrix, x: number, y: number): Float64Array {
  const flat = d === 1 && y !== 0;
  for (const [field, column] of Object.entries({ x, y: flat ? 0 : y })) {
    checkColumn(field, column, d);
  }
  const xy = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    xy[2 * i] = data[i * d + x]!;
    if (!flat) xy[2 * i + 1] = data[i * d + y]!;
  }
  return xy;
}
