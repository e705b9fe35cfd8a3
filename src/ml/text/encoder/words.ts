// From pieces to words: adjoining pieces stand in one word, and their weights add up.

import type { WordWeight } from '../types';
import type { ReadText } from './reader';

/** One entry a word; a word cut in pieces that were not all read has the weight of those that were. */
export function wordWeights(read: ReadText, text: string, weights: ArrayLike<number>): WordWeight[] {
  const { starts, ends } = read.pieces;
  const words: { start: number; end: number; weight: number }[] = [];
  for (let i = 0; i < read.kept.length; i++) {
    const piece = read.kept[i];
    const last = words[words.length - 1];
    const adjoining = i > 0 && read.kept[i - 1] === piece - 1 && last?.end === starts[piece];
    // Pieces of one character, which may become several, all stand where it stands.
    if (last && (starts[piece] < last.end || (adjoining && sameWord(text, last.end)))) {
      last.end = Math.max(last.end, ends[piece]);
      last.weight += weights[i];
    } else words.push({ start: starts[piece], end: ends[piece], weight: weights[i] });
  }
  return words;
}

const WORD = /[\p{L}\p{N}\p{M}]/u;
/** No word goes on beside one of these, as in BERT's basic tokenisation. */
const ALONE = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/u;

/** Whether letters or digits stand on both sides of a place in the text. */
function sameWord(text: string, at: number): boolean {
  const before = characterBefore(text, at);
  const after = String.fromCodePoint(text.codePointAt(at) ?? 32);
  return [before, after].every((one) => WORD.test(one) && !ALONE.test(one));
}

function characterBefore(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  const low = unit >= 0xdc00 && unit <= 0xdfff;
  return String.fromCodePoint(text.codePointAt(at - (low && at > 1 ? 2 : 1)) ?? 32);
}
