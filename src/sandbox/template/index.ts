// The module that people start from, as files.

import dataCsv from './data.csv?raw';
import data from './data.js?raw';
import readme from './README.md?raw';
import scalars from './scalars.js?raw';
import serve from './serve.js?raw';
import train from './train.js?raw';
import types from './types.d.ts?raw';

export const TEMPLATE_TRAINING_SCRIPT = 'train.js';
export const TEMPLATE_SERVING_SCRIPT = 'serve.js';

export const TEMPLATE: readonly { readonly path: string; readonly text: string }[] = [
  { path: 'README.md', text: readme },
  { path: 'data.csv', text: dataCsv },
  { path: 'data.js', text: data },
  { path: 'scalars.js', text: scalars },
  { path: TEMPLATE_SERVING_SCRIPT, text: serve },
  { path: TEMPLATE_TRAINING_SCRIPT, text: train },
  { path: 'types.d.ts', text: types },
];
