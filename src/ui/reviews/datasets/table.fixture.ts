// For tests: a table as the engine finds it when it looks into a file.

import type { TablePeek } from './import/columns';

export const TABLE: TablePeek = {
  kind: 'table',
  format: 'csv',
  encoding: 'UTF-8',
  columns: [
    { name: 'stars', examples: ['1', '3', '5'], values: ['1', '3', '5'], meanings: [0, null, 1] },
    { name: 'said', examples: ['Lovely', 'A bore', 'Hm'], values: ['Lovely', 'A bore', 'Hm'], meanings: null },
    { name: 'mood', examples: ['Pos', 'neg', ' '], values: ['Pos', 'neg', ' '], meanings: [1, 0, null] },
    { name: 'set', examples: ['Train', 'dev', 'testing'], values: ['Train', 'dev', 'testing'], meanings: null },
  ],
  guess: { text: 1, label: 2, split: null, positive: null },
};
