// What of each file of results is told, as tables.
//
// A table is { title, note, columns, rows, bars }: `rows` of cells, the first a label; `bars`, where there are any, is
// { column, unit, better: 'less' | 'more', ours: row => boolean }.

import * as app from './app.mjs';
import * as engines from './engines.mjs';

/** By file of results, in the order in which they are told. */
export const VIEWS = [
  { id: 'starts', title: 'Starts', tables: app.starts },
  { id: 'typing', title: 'Typing', tables: app.typing },
  { id: 'training', title: 'Waiting', tables: app.trainings },
  { id: 'interaction', title: 'Under load', tables: app.interactions },
  { id: 'points', title: 'Mixtures', tables: engines.mixtures },
  { id: 'grid', title: 'Mixtures of many sizes', tables: engines.mixtures },
  { id: 'scoring', title: 'Scoring', tables: engines.scoring },
  { id: 'text', title: 'Texts', tables: engines.texts },
  { id: 'shipped', title: 'Shipped models', tables: engines.shipped },
  { id: 'roofline', title: 'Roofline', tables: engines.roofline },
  { id: 'image', title: 'Images', tables: engines.pictures },
  { id: 'stream', title: 'Streams', tables: engines.streams },
  { id: 'labelling', title: 'Many reviews', tables: app.labelling },
  { id: 'history', title: 'Many runs', tables: app.histories },
  { id: 'importing', title: 'Many texts', tables: app.imports },
  { id: 'hostile', title: 'Hostile input', tables: app.hostile },
  { id: 'lighthouse', title: 'Lighthouse', tables: app.lighthouses },
  { id: 'metrics', title: 'Figures', tables: engines.figures },
  { id: 'retraining', title: 'Retraining', tables: engines.relearning },
  { id: 'drift', title: 'Drift', tables: engines.drift },
  { id: 'hour', title: 'An hour', tables: app.hours },
];
