// Which first line of a CSV is a header: a row that is taken for one would be missing from the answer.

import { expect, it } from 'vitest';
import { rowsOf } from './rows';
import { NO_NUMBER, TABLES } from './tables.fixture';

it.each(TABLES)('%j has %s rows', (csv, rows) => {
  const read = () => rowsOf(new TextEncoder().encode(csv), 'text/csv', ['points']);
  if (rows === null) expect(read).toThrow(NO_NUMBER);
  else expect(read()).toMatchObject({ n: rows, d: 2 });
});
