// Texts in other languages than English, in words: the models of the app learnt from English reviews alone.

import type { TextScore } from '../../../ml/text/types';
import { formatCount, formatPercent } from '../../components/format';

/** Letters that it takes to tell a script, and characters that are looked at. */
const FEW_LETTERS = 4;
const BEGINNING = 2000;

/** Said of one text; null where nothing speaks for another language. Models that were trained from those of the app began there. */
export function languageWords(text: string, score: Pick<TextScore, 'foreign'>, shipped: boolean): string | null {
  if (shipped && isInOtherScript(text)) {
    return 'This model learnt from English alone. Of this text it can read little: the score says next to nothing.';
  }
  if (!score.foreign) return null;
  return shipped
    ? 'This seems not to be in English, the one language that this model learnt: the score says little.'
    : 'This seems not to be in English, which this model began with: of other languages it knows what it learnt from labels here.';
}

/** Whether most letters are none of the Latin script. */
export function isInOtherScript(text: string): boolean {
  const beginning = text.slice(0, BEGINNING);
  const letters = beginning.match(/\p{L}/gu)?.length ?? 0;
  const latin = beginning.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters >= FEW_LETTERS && 2 * latin < letters;
}

/** From as many texts, and as large a share, on it is worth a word: of lines full of terms one in twenty seems foreign by mistake. */
const SOME = 3;
const SHARE = 0.06;
const WHY =
  'The models of the app learnt from English reviews alone: of other languages they know what labels here taught them, and judge badly without.';

/** Of `n` texts; null where hardly any seem to be in another language. `sample`: they are some of all there are. */
export function foreignWords(foreign: number, n: number, sample = false): string | null {
  if (foreign < SOME || foreign < SHARE * n) return null;
  const of = sample
    ? `Of ${formatCount(n)} that were looked at, ${formatCount(foreign)}`
    : `${formatCount(foreign)} of these texts`;
  return `${of} (${formatPercent(foreign / n)}) seem not to be in English. ${WHY}`;
}
