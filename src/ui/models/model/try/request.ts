// What a model is asked, and what came of it.

import { service } from '../../../../client';
import type { ModelDetail, ModelKind, PredictAnswer } from '../../../../wire/library';

export interface Asked {
  readonly bytes: Uint8Array;
  readonly content_type: string;
  readonly accepted: string;
}

export type Outcome =
  | { readonly kind: 'answer'; readonly answer: PredictAnswer; readonly ms: number }
  | { readonly kind: 'refused'; readonly error: unknown };

/** Never rejects: a refusal is an answer too. */
export async function ask(id: string, asked: Asked): Promise<Outcome> {
  const from = performance.now();
  try {
    const answer = await service.library.predict(id, asked);
    return { kind: 'answer', answer, ms: performance.now() - from };
  } catch (error) {
    return { kind: 'refused', error };
  }
}

/** The same question in JavaScript, for the console of any page of the app's. `text` null: a file is asked about. */
export function restOf(id: string, { content_type, accepted }: Omit<Asked, 'bytes'>, text: string | null): string {
  const quoted = (value: string) => JSON.stringify(value);
  const read = /json/i.test(accepted) ? 'json' : 'text';
  return [
    `await fetch(${quoted(`api/models/${encodeURIComponent(id)}/predict`)}, {`,
    "  method: 'POST',",
    `  headers: { 'Content-Type': ${quoted(content_type)}, Accept: ${quoted(accepted)} },`,
    `  body: ${text === null ? 'file' : quoted(text)},`,
    `}).then((answer) => answer.${read}());`,
  ].join('\n');
}

interface Types {
  /** That its module reads. */
  readonly content: readonly string[];
  /** That it answers in. */
  readonly accepted: readonly string[];
}

const ROWS: Types = {
  content: ['application/json', 'text/csv'],
  accepted: ['application/json', 'text/csv'],
};

/** What is offered; anything can be typed. */
export const TYPES: Readonly<Record<ModelKind, Types>> = {
  text: { content: ['text/plain', 'application/json'], accepted: ['application/json', 'text/plain', 'text/csv'] },
  mixture: ROWS,
  stream: ROWS,
  image: {
    content: ['image/png', 'image/jpeg', 'image/webp', 'application/json'],
    accepted: ['application/json', 'text/csv', 'text/plain'],
  },
  module: {
    content: ['application/json', 'text/plain', 'text/csv', 'application/octet-stream'],
    accepted: ['application/json', 'text/plain', 'text/csv'],
  },
};

/** Something that the model answers, to begin with. */
export function exampleOf(model: Pick<ModelDetail, 'kind' | 'layers' | 'tensors'>, type: string): string {
  switch (model.kind) {
    case 'text':
      return type === 'application/json' ? '{"texts": ["A warm, funny film.", "A dull mess."]}' : 'A warm, funny film.';
    case 'mixture':
      return rowsIn(type, 'points', columnsOf(model.tensors.find(({ name }) => name === 'means')?.shape[1]));
    case 'stream':
      return rowsIn(type, 'X', columnsOf(model.layers[0]?.output[1]));
    // A row that the template's module answers.
    case 'module':
      return type === 'application/json' ? '[[1.5, 2]]' : '1.5,2';
    case 'image':
      return '';
  }
}

function columnsOf(size: string | number | undefined): number {
  return typeof size === 'number' ? size : 1;
}

/** Two rows: nought and one in every column. */
function rowsIn(type: string, name: string, columns: number): string {
  const rows = [0, 1].map((value) => new Array<number>(columns).fill(value));
  if (type === 'text/csv') return rows.map((row) => row.join()).join('\n');
  return JSON.stringify({ [name]: rows });
}

const SHOWN = 20_000;

export type Shown =
  | { readonly text: string; readonly cut: boolean }
  /** Not for reading: to be saved. */
  | { readonly file: Blob };

export function shownOf({ bytes, content_type }: PredictAnswer): Shown {
  if (!/^text\/|json/i.test(content_type)) return { file: new Blob([bytes.slice()], { type: content_type }) };
  const text = new TextDecoder().decode(bytes);
  const whole = /json/i.test(content_type) ? indented(text) : text;
  return { text: whole.slice(0, SHOWN), cut: whole.length > SHOWN };
}

/** Lists of numbers stay on a line; what is no JSON stays as it is. */
function indented(text: string): string {
  try {
    const whole = JSON.stringify(JSON.parse(text), null, 2);
    return whole.replace(/\[[\s\d.,eE+-]*\]/g, (list) => list.replace(/\s+/g, ' '));
  } catch {
    return text;
  }
}
