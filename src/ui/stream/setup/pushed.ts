// Reads what was typed into the JSON box: that it is JSON of the right outline. Its numbers are checked by the service,
// at the same door as batches that come by REST.

import type { PushedBatch } from '../../../wire/stream';

export type Read =
  | { readonly ok: true; readonly batch: PushedBatch }
  | { readonly ok: false; readonly problem: string; readonly help: string };

const OUTLINE = 'It is an object with X, a list of rows of numbers, and y, one number for each row.';

/** "{ "X": [[1, 2], [3, 4]], "y": [0, 1] }"; a mixture, which learns where the data lie, needs no y. */
export function readPushed(text: string, needsY = true): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `This is no JSON${placeOf(error, text)}.`, help: hintOf(text) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problem: 'This is no object.', help: OUTLINE };
  }
  const { X, y = needsY ? undefined : [] } = value as Record<string, unknown>;
  const missing = [X === undefined && 'X', y === undefined && 'y'].filter(Boolean);
  if (missing.length > 0) return { ok: false, problem: `${missing.join(' and ')} is missing.`, help: OUTLINE };
  if (!Array.isArray(X) || !Array.isArray(y)) {
    return { ok: false, problem: `${Array.isArray(X) ? 'y' : 'X'} is no list.`, help: OUTLINE };
  }
  return { ok: true, batch: { X, y } };
}

/** Browsers say where differently, or not at all. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const said = /line (\d+) column (\d+)/.exec(message);
  if (said) return ` at line ${said[1]}, column ${said[2]}`;
  const position = /position (\d+)/.exec(message);
  if (!position) return '';
  const before = text.slice(0, Number(position[1])).split('\n');
  return ` at line ${before.length}, column ${before[before.length - 1]!.length + 1}`;
}

function hintOf(text: string): string {
  if (/\b(NaN|Infinity)\b/.test(text)) return 'JSON knows no NaN and no Infinity: leave such rows out.';
  if (text.includes("'")) return 'JSON has double quotes only: "X", not \'X\'.';
  if (/,\s*[\]}]/.test(text)) return 'There is a comma before a closing bracket.';
  return OUTLINE;
}

/** A batch of `columns` columns that people can see the order of: y says whether the row's sum is positive. */
export function sampleJson(columns: number, rows = 8): string {
  const X = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => Math.round(200 * Math.sin(1.7 * i + 2.3 * j + 1)) / 100),
  );
  const y = X.map((row) => (row.reduce((sum, value) => sum + value, 0) > 0 ? 1 : 0));
  return `{\n  "X": [\n${X.map((row) => `    [${row.join(', ')}]`).join(',\n')}\n  ],\n  "y": [${y.join(', ')}]\n}`;
}
