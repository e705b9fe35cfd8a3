// Changes of text by lines and cells, for what people's programs write and people edit.

import type { Rng } from '../../../src/ml/rng';
import { type Bytes, changedBytes, encode, pick } from './bytes';
import { NASTY_TEXTS } from './nasty';

type Change = (text: string, rng: Rng) => string;

const ENDS = /\r\n|\r|\n/;

function byLines(change: (lines: string[], rng: Rng) => void): Change {
  return (text, rng) => {
    const lines = text.split(ENDS);
    change(lines, rng);
    return lines.join(pick(['\n', '\n', '\r\n', '\r'], rng));
  };
}

const drop = byLines((lines, rng) => void lines.splice(rng.integer(lines.length), 1 + rng.integer(3)));
const twice = byLines((lines, rng) => {
  const at = rng.integer(lines.length);
  lines.splice(at, 0, ...Array<string>(1 + rng.integer(40)).fill(lines[at] ?? ''));
});
const swap = byLines((lines, rng) => {
  const [a, b] = [rng.integer(lines.length), rng.integer(lines.length)];
  [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
});
const indent = byLines((lines, rng) => {
  const at = rng.integer(lines.length);
  lines[at] = pick(['  ', '\t', ' '.repeat(300), '- ', '? ', '# '], rng) + (lines[at] ?? '');
});
/** A cell or a word by another. */
const cell = byLines((lines, rng) => {
  const at = rng.integer(lines.length);
  const parts = (lines[at] ?? '').split(/([,;\t: ])/);
  parts[rng.integer(parts.length)] = pick(NASTY_TEXTS, rng);
  lines[at] = parts.join('');
});
const more = byLines((lines, rng) => {
  const at = rng.integer(lines.length);
  lines[at] = `${lines[at]}${pick([',', ';', '\t'], rng).repeat(1 + rng.integer(600))}`;
});

const insert: Change = (text, rng) => {
  const at = pick([0, text.length, rng.integer(text.length + 1)], rng);
  return text.slice(0, at) + pick(NASTY_TEXTS, rng) + text.slice(at);
};

/** One piece so often that whoever looks back from each of them is at it for minutes. */
const again: Change = (text, rng) => {
  const at = rng.integer(text.length + 1);
  return text.slice(0, at) + pick(REPEATED, rng).repeat(10 ** (2 + rng.integer(3))) + text.slice(at);
};

const REPEATED = ['[', '(', '*', '_', '`', '>', '<', '"', ',', '\n', '- ', '| ', '![', ' ', '&', '*a ', '[a]('];

const CHANGES: readonly Change[] = [drop, twice, swap, indent, cell, cell, more, insert, insert, again];

export function changedText(text: string, rng: Rng): string {
  let changed = text;
  for (let n = 1 + rng.integer(3); n > 0; n--) changed = pick(CHANGES, rng)(changed, rng);
  return changed;
}

/** In UTF-8 as a rule; now and then in UTF-16, or changed once more as bytes. */
export function encoded(text: string, rng: Rng): Bytes {
  switch (rng.integer(8)) {
    case 0:
      return changedBytes(encode(text), rng);
    case 1:
      return utf16(text, rng.integer(2) === 0);
    default:
      return encode(text);
  }
}

function utf16(text: string, little: boolean): Bytes {
  const marked = `\uFEFF${text}`;
  const bytes = new Uint8Array(2 * marked.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < marked.length; i++) view.setUint16(2 * i, marked.charCodeAt(i), little);
  return bytes;
}
