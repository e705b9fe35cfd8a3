// One JSON value that holds a whole table: a list, an object with a list in it, or columns as programs write them.

import { inJson } from '../../../ml/in-json';
import { isTextName } from './columns';

type Members = Readonly<Record<string, unknown>>;

/** Rows of a document; null where there are none in it. */
export function rowsIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isMembers(value)) return null;
  return splitRows(value) ?? columnRows(value) ?? Object.values(value).find(Array.isArray) ?? null;
}

/** Whether an object that stands alone on its line is a table, and not the only row of one. */
export function isDocument(line: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The beginning of a longer line.
    return /^\{[^[{]*"\s*:\s*[[{]/.test(line);
  }
  if (!isMembers(value)) return false;
  const isRow = Object.entries(value).some(([name, member]) => typeof member === 'string' && isTextName(name));
  return !isRow && rowsIn(value) !== null;
}

/** {"columns": ["text", "label"], "data": [["…", 1], …]}, pandas' "split". */
function splitRows({ columns, data }: Members): readonly Members[] | null {
  if (!Array.isArray(columns) || !Array.isArray(data)) return null;
  const names = columns.map((name: unknown) => (typeof name === 'string' ? name : inJson(name)));
  return data.map((row: unknown) =>
    Object.fromEntries(names.map((name, j) => [name, Array.isArray(row) ? row[j] : null])),
  );
}

/** {"text": ["…", …], "label": [1, …]}, or with numbered members for lists, as pandas writes them if not told otherwise. */
function columnRows(value: Members): readonly Members[] | null {
  const columns = Object.entries(value);
  const [first] = columns.map(([, column]) => column);
  const numbered = isMembers(first);
  if (columns.length < (numbered ? 1 : 2)) return null;
  const keys = Object.keys(Object(first));
  const even = columns.every(([, column]) => {
    if (numbered ? !isMembers(column) : !Array.isArray(column)) return false;
    const cells = Object.values(Object(column));
    return cells.length === keys.length && cells.every((cell) => typeof cell !== 'object' || cell === null);
  });
  if (!even || keys.length === 0 || !keys.every((key) => /^\d+$/.test(key))) return null;
  return keys.map((key) => Object.fromEntries(columns.map(([name, column]) => [name, (column as Members)[key]])));
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
