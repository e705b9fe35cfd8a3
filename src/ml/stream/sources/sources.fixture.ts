// For the tests of sources: a table with a missing value here and there, and states as they come back from storage.

import type { Source } from '../types';
import type { SourceConfig } from './index';

/** What a kept state is after it was written and read again. */
export function kept(source: Source): unknown {
  return JSON.parse(JSON.stringify(source.save()));
}

/** Numbers, words of two kinds, names that are no use, and three classes. */
export const BIRDS: SourceConfig = {
  id: 'file',
  headers: ['length', 'island', 'id', 'species'],
  rows: Array.from({ length: 60 }, (_, i) => [
    i % 9 === 4 ? '' : String(i / 2),
    ['Dream', 'Biscoe'][i % 2],
    `bird ${i}`,
    ['Gentoo', 'Adelie', 'Chinstrap'][i % 3],
  ]),
  target: 'species',
};
