// The seven figures that people ask first of a dataset: what each says, in one line, and whether it needs care.

import type { DatasetFigures, DatasetSummary, SplitName } from '../../../../wire/datasets';
import { formatCount, plural } from '../../../components/format';

/** fine · look: know it before you go on · care: what is measured on it will mislead. */
export type Care = 'fine' | 'look' | 'care';

export const CARE_WORDS: Readonly<Record<Care, string>> = {
  fine: 'fine',
  look: 'worth a look',
  care: 'needs care',
};

export interface Judgement {
  readonly care: Care;
  readonly says: string;
}

export interface Totals {
  readonly positive: number;
  readonly negative: number;
  readonly unlabelled: number;
}

export function totalsOf({ splits }: Pick<DatasetFigures, 'splits'>): Totals {
  return splits.reduce(
    (sum, part) => ({
      positive: sum.positive + part.positive,
      negative: sum.negative + part.negative,
      unlabelled: sum.unlabelled + part.unlabelled,
    }),
    { positive: 0, negative: 0, unlabelled: 0 },
  );
}

/** Texts of a part, whatever their label. */
export function sizeOf({ splits }: Pick<DatasetFigures, 'splits'>, split: SplitName): number {
  const part = splits.find((candidate) => candidate.split === split);
  return part ? part.positive + part.negative + part.unlabelled : 0;
}

/** Fewer labelled texts than this leave ten points of accuracy, more or less, to chance. */
const FEW = 100;

export function judgeTexts({ n, figures }: Pick<DatasetSummary, 'n' | 'figures'>): Judgement {
  const { positive, negative, unlabelled } = totalsOf(figures);
  if (n === 0) return { care: 'care', says: 'There is nothing in it.' };
  if (figures.empty > 0) {
    return {
      care: 'look',
      says: `${plural(figures.empty, 'text')} without a word in ${figures.empty === 1 ? 'it' : 'them'}.`,
    };
  }
  if (positive + negative > 0 && positive + negative < FEW) {
    return { care: 'look', says: 'Few: an accuracy measured on so few is uncertain by ten points or more.' };
  }
  return {
    care: 'fine',
    says: unlabelled > 0 ? `${formatCount(unlabelled)} of them without a label.` : 'All with a label.',
  };
}

export function judgeBalance(figures: DatasetFigures): Judgement {
  const { positive, negative } = totalsOf(figures);
  const labelled = positive + negative;
  if (labelled === 0) {
    return { care: 'look', says: 'No labels: it can be scored, but nothing can be learnt from it or judged by it.' };
  }
  const least = Math.min(positive, negative) / labelled;
  if (least === 0) {
    return { care: 'care', says: 'One kind of label only: a model that always says the same looks perfect on it.' };
  }
  if (least < 0.1) return { care: 'care', says: 'Very uneven: read precision and recall, not the accuracy.' };
  if (least < 0.3) return { care: 'look', says: 'Uneven: always saying the same already gets most of them right.' };
  return { care: 'fine', says: 'About as many of each kind.' };
}

export function judgeSplits(figures: DatasetFigures): Judgement {
  const train = sizeOf(figures, 'train');
  const test = sizeOf(figures, 'test');
  if (train === 0 && test === 0) {
    return { care: 'look', says: 'Not parted yet: keep some texts apart to judge by. Make splits below.' };
  }
  if (test === 0) return { care: 'look', says: 'No test part: nothing is kept apart for the last word on a model.' };
  if (train === 0) return { care: 'look', says: 'No training part: it serves to test models, not to train them.' };
  return { care: 'fine', says: 'Learn from one part, judge by another.' };
}

/** Words of a text that a training of an encoder reads by default, about: 256 tokens. Scoring reads twice as many. */
const READ = 200;

export function judgeLength({ length }: DatasetFigures): Judgement {
  if (length.median > READ) {
    return {
      care: 'look',
      says: `Most are longer than the ${READ} words or so that a training reads unless told otherwise.`,
    };
  }
  return { care: 'fine', says: `Half of them have fewer words, one in twenty more than ${formatCount(length.p95)}.` };
}

/**
 * Vocabularies grow about as the square root of the number of texts (Heaps, 1978). Of aclImdb's reviews, 200 to 25,000
 * of them, there are 470 to 590 different words to that root, and 100 to 150 in their first 20 words alone; texts made
 * from templates have far fewer.
 */
const VARIED = 50;

export function judgeVocabulary({ vocabulary }: DatasetFigures, n: number): Judgement {
  if (vocabulary === 0) return { care: 'care', says: 'No words at all: it may be in the wrong encoding.' };
  if (n >= FEW && vocabulary < VARIED * Math.sqrt(n)) {
    return { care: 'look', says: 'Few for so many texts: they are much alike, and easier than others.' };
  }
  return { care: 'fine', says: 'Different words, whatever their case.' };
}

export function judgeDuplicates({ duplicates, contradictions }: DatasetFigures, n: number): Judgement {
  const many = duplicates > 0.01 * n;
  const says = [
    many && 'They count again in every figure.',
    contradictions > 0 &&
      `${plural(contradictions, 'text stands', 'texts stand')} under both labels: no model can be right about both.`,
  ].filter((part) => part !== false);
  if (says.length > 0) return { care: contradictions > 0.01 * n ? 'care' : 'look', says: says.join(' ') };
  return { care: 'fine', says: duplicates > 0 ? 'Few enough to make no difference.' : 'No text stands there twice.' };
}

export function judgeLeaks(figures: DatasetFigures): Judgement {
  const judged = sizeOf(figures, 'test') + sizeOf(figures, 'validation');
  if (judged === 0 || sizeOf(figures, 'train') === 0) {
    return { care: 'fine', says: 'Without a training and a test part nothing can leak.' };
  }
  if (figures.leaks === 0) return { care: 'fine', says: 'No text to judge by is among those learnt from.' };
  return {
    care: figures.leaks / judged > 0.01 ? 'care' : 'look',
    says: 'Texts to judge by that are also learnt from make a model look better than it is. Making splits anew mends it.',
  };
}
