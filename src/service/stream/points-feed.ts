// The points of the Points page as a stream, in their order, with those that are added while it runs. A mixture learns
// their density. What predicts learns which component of the page's mixture a point belongs to, as it stands when the
// stream begins; without a mixture of two components or more, the last column from the others.

import { countOf, fieldsOf, numbersOf, unreadable } from '../../ml/stream/memento';
import type { SourceInfo } from '../../ml/stream/types';
import type { PointsService } from '../../wire/service';
import { invalid } from '../errors';
import type { Feed, FeedOpener, FeedRequest } from './feed';
import { NothingYet } from './feed';
import { GrowingSource } from './growing';

const WHOSE = 'the points';
const WAITING = 'Waiting for points: draw or add some on the Points page.';

type Kind = 'density' | 'component' | 'last-column';

type PointsPart = Pick<PointsService, 'state' | 'points' | 'assignment'>;

export function pointsFeed(points: PointsPart): FeedOpener {
  return async (request) => {
    const { dataset } = await points.state();
    if (dataset.n === 0) throw new NothingYet(WAITING);
    return openPoints(points, request);
  };
}

async function openPoints(points: PointsPart, { config, memento }: FeedRequest): Promise<Feed> {
  const { columns } = (await points.state()).dataset;
  const kept = memento === undefined ? null : fieldsOf(memento, WHOSE);
  const assignment = await points.assignment();
  const classes = kept ? countOf(kept, 'classes', WHOSE) : (assignment?.n_components ?? 0);
  const kind = kindOf(config.learner.id === 'mixture', classes);
  if (kept && kept.kind !== kind) throw unreadable(WHOSE);
  const info = infoOf(kind, columns, classes);
  const at = kept ? countOf(kept, 'at', WHOSE) : 0;
  /** Of the points as they are: how many have been given, and read. `first`: by which others in their place are told. */
  const place = { at, read: at, first: firstOf(kept) };
  const source: GrowingSource = new GrowingSource(info, {
    given: (rows) => {
      place.at += rows;
    },
    // Of points that are gone some may wait.
    save: () => ({ kind, classes, at: Math.max(0, place.at), first: place.first }),
  });
  const refresh = async () => {
    const { dataset } = await points.state();
    if (dataset.n === place.read) return;
    const { data, n, d } = await points.points();
    const first = [...data.subarray(0, d)];
    const from = place.first === null || same(first, place.first) ? Math.min(place.read, n) : 0;
    const taken = n > from ? await takeRows(points, kind, classes, columns.length, { data, n, d, from }) : NO_ROWS;
    Object.assign(place, { at: from - source.waiting, read: n, first: n > 0 ? first : null });
    source.take(taken.X, taken.y);
  };
  await refresh();
  return { source, waiting: WAITING, refresh };
}

const NO_ROWS = { X: new Float64Array(0), y: new Float64Array(0) };

/** Null where it is not known. */
function firstOf(kept: Readonly<Record<string, unknown>> | null): readonly number[] | null {
  return kept?.first ? numbersOf(kept.first, WHOSE) : null;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function kindOf(density: boolean, classes: number): Kind {
  if (density) return 'density';
  return classes >= 2 ? 'component' : 'last-column';
}

function infoOf(kind: Kind, columns: readonly string[], classes: number): SourceInfo {
  const endless = { length: null, drifts: () => [] };
  if (kind === 'density') return { features: columns, task: { kind: 'density' }, ...endless };
  if (kind === 'component')
    return { features: columns, task: { kind: 'classification', n_classes: classes }, ...endless };
  if (columns.length < 2) {
    const message = 'The points have one column, and no mixture says what they are: there is nothing to predict.';
    throw invalid('source.id', `${message} Fit a mixture on the Points page, or choose the mixture as the learner.`);
  }
  return { features: columns.slice(0, -1), task: { kind: 'regression' }, ...endless };
}

interface Rows {
  readonly data: Float64Array;
  readonly n: number;
  readonly d: number;
  /** The first that is taken. */
  readonly from: number;
}

/** RangeError, for people, when the points have become others. */
async function takeRows(points: PointsPart, kind: Kind, classes: number, width: number, { data, n, d, from }: Rows) {
  if (d !== width) throw new RangeError(`The points have ${d} columns now, not ${width}. The model is kept.`);
  const rows = data.slice(from * d, n * d);
  if (kind === 'density') return { X: rows, y: new Float64Array(0) };
  if (kind === 'last-column') return lastColumnApart(rows, d);
  const assignment = await points.assignment();
  if (assignment?.n_components !== classes) {
    throw new RangeError(`The page’s mixture no longer has ${classes} components. The model is kept.`);
  }
  return { X: rows, y: Float64Array.from(assignment.labels.subarray(from, n)) };
}

function lastColumnApart(rows: Float64Array, d: number) {
  const n = rows.length / d;
  const X = new Float64Array(n * (d - 1));
  for (let i = 0; i < n; i++) X.set(rows.subarray(i * d, (i + 1) * d - 1), i * (d - 1));
  return { X, y: Float64Array.from({ length: n }, (_, i) => rows[(i + 1) * d - 1]) };
}
