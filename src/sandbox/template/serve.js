// Answers with the line that train.js fitted. Reads JSON ([[1, 2], [3, 4]], or one row) and CSV; writes either.

import { rows, scaled } from './data.js';

/** @typedef {import('./types').ModelDir} ModelDir */

/** @param {ModelDir} modelDir */
export async function load(modelDir) {
  return JSON.parse(new TextDecoder().decode(await modelDir.read('model.json')));
}

/** Rows of numbers from bytes. An error named UnsupportedType says that the type is not read. */
export function deserialize(bytes, contentType = 'application/octet-stream') {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const type = contentType.split(';')[0].trim().toLowerCase();
  if (type === 'text/csv' || type === 'text/plain') return rows(text);
  if (type === 'application/json') {
    const value = JSON.parse(text);
    return Array.isArray(value[0]) ? value : [value];
  }
  throw Object.assign(new Error(`“${type}” is not read here: send text/csv or application/json.`), {
    name: 'UnsupportedType',
  });
}

export function predict(input, model) {
  const { weights, bias, means } = model;
  return input.map((row) => {
    if (row.length !== means.length) throw new Error(`A row has ${means.length} numbers, not ${row.length}.`);
    return scaled(row, model).reduce((sum, value, j) => sum + value * weights[j], bias);
  });
}

/** The first accepted type that is written here; null where there is none. */
export function serialize(output, accepted = '*/*') {
  for (const part of accepted.split(',')) {
    const type = part.split(';')[0].trim().toLowerCase();
    if (['*/*', 'application/*', 'application/json'].includes(type)) {
      return { bytes: new TextEncoder().encode(JSON.stringify(output)), contentType: 'application/json' };
    }
    if (type === 'text/csv' || type === 'text/*') {
      return { bytes: new TextEncoder().encode(`${output.join('\n')}\n`), contentType: 'text/csv' };
    }
  }
  return null;
}
