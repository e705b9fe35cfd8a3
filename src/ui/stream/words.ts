// What the page calls things: the plain word first, the field's term beside it.

import type { DetectorId, LearnerId, SourceId, StreamState } from '../../wire/stream';
import { formatPercent } from '../components/format';
import type { MarkShape } from '../components/LineChart';

export interface Naming {
  readonly word: string;
  readonly term?: string;
  /** One sentence. */
  readonly about: string;
}

export const SOURCE_WORDS: Readonly<Record<SourceId, Naming>> = {
  sea: {
    word: 'Changing rules',
    term: 'SEA',
    about: 'Is the sum of two numbers above a limit? From time to time the limit jumps. A third number is of no use.',
  },
  hyperplane: {
    word: 'Turning boundary',
    term: 'rotating hyperplane',
    about: 'Ten numbers, two classes, and a boundary between them that turns.',
  },
  friedman: {
    word: 'Physics-like regression',
    term: 'Friedman #1',
    about: 'A number made from five of ten others by a wavy formula; what each of them does is swapped.',
  },
  led: {
    word: 'Faulty display',
    term: 'LED',
    about: 'Which digit do seven unreliable segments show? Sometimes wires are swapped.',
  },
  'random-rbf': {
    word: 'Moving clusters',
    term: 'random RBF',
    about: 'Fifty clouds of two classes in ten dimensions that move to other places.',
  },
  file: { word: 'A file of yours', term: 'CSV, JSON lines', about: 'Replayed in its order, row after row.' },
  reviews: { word: 'Your labelled reviews', about: 'As you label them on the Reviews page.' },
  points: { word: 'The points of the Points page', about: 'In the order in which they were added.' },
  push: { word: 'Batches that you push', term: 'X, y', about: 'As JSON: here, or by POST /api/fine-tune.' },
};

/** Those that draw their examples themselves, and change when they are told to. */
export const GENERATORS: readonly SourceId[] = ['sea', 'hyperplane', 'random-rbf', 'led', 'friedman'];

export const LEARNER_WORDS: Readonly<Record<LearnerId, Naming>> = {
  network: {
    word: 'Neural network',
    term: 'MLP',
    about: 'Layers of simple units, each nudged a little by every batch.',
  },
  linear: {
    word: 'Straight line',
    term: 'logistic / linear regression',
    about: 'One weight a column: quick, and blind to bends.',
  },
  mixture: {
    word: 'Groups',
    term: 'Gaussian mixture',
    about: 'Learns where the data lie, not what y is; its score is how likely it finds them.',
  },
  'review-head': {
    word: 'The review model’s last layer',
    term: 'head',
    about: 'For the labelled reviews: what was read stays, the verdict learns.',
  },
};

export interface DetectorNaming extends Naming {
  readonly id: DetectorId;
  readonly name: string;
  readonly shape: MarkShape;
  /** What its statistic is. */
  readonly measures: string;
}

export const DETECTORS: readonly DetectorNaming[] = [
  {
    id: 'adwin',
    name: 'ADWIN',
    shape: 'diamond',
    word: 'Adaptive window',
    term: 'ADWIN',
    measures: 'difference of means',
    about: 'Keeps a window of errors and cuts it where its two halves differ.',
  },
  {
    id: 'ddm',
    name: 'DDM',
    shape: 'square',
    word: 'Error rate above its best',
    term: 'DDM',
    measures: 'error rate',
    about: 'Warns at two standard deviations above the lowest error rate, and says drift at three. Classes only.',
  },
  {
    id: 'page-hinkley',
    name: 'Page–Hinkley',
    shape: 'circle',
    word: 'Errors piling up',
    term: 'Page–Hinkley',
    measures: 'sum of excess',
    about: 'Adds up how far errors lie above their mean.',
  },
  {
    id: 'kswin',
    name: 'KSWIN',
    shape: 'cross',
    word: 'Errors look different',
    term: 'KSWIN',
    measures: 'distance',
    about: 'Compares the latest errors with earlier ones, their whole distribution (Kolmogorov–Smirnov).',
  },
];

/** Of each detector so many detections are remembered, the newest. */
export const FOUND_KEPT = 100;

export type Task = NonNullable<StreamState['task']>;

export function detectorFits(id: DetectorId, task: Task | null): boolean {
  return id !== 'ddm' || task === null || task === 'classification';
}

/** What a source and a learner are for, as far as their names tell. */
export function taskOf(source: SourceId, learner: LearnerId): Task | null {
  if (learner === 'mixture') return 'density';
  if (source === 'friedman') return 'regression';
  return GENERATORS.includes(source) || source === 'reviews' ? 'classification' : null;
}

/** The score that is drawn large, and the loss below it. */
export const SCORE_WORDS: Readonly<Record<Task, { readonly score: Naming | null; readonly loss: Naming }>> = {
  classification: {
    score: { word: 'Accuracy', term: 'prequential', about: 'Share of examples told right before they were learnt.' },
    loss: { word: 'Loss', term: 'cross-entropy', about: 'How surprised the model was by the right answers.' },
  },
  regression: {
    score: { word: 'Mean error', term: 'MAE', about: 'How far predictions were from y, before learning.' },
    loss: { word: 'Loss', term: 'half squared error', about: 'As the model minimises it.' },
  },
  density: {
    score: null,
    loss: { word: 'Surprise', term: '−log-density', about: 'How unlikely the model found each batch before learning.' },
  },
};

/** "93.1 %" or "0.482": three figures. */
export function formatScore(value: number | null, task: Task | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  return task === 'classification' ? formatPercent(value) : formatFigure(value);
}

/** Three figures: 0.00123, 12.3, 1,230,000. */
export function formatFigure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(2).replace('e-', 'e−').replace('e+', 'e');
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value).replace('-', '−');
}
