// The seven figures at a glance.

import { CircleCheck, Eye, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DatasetSummary } from '../../../../wire/datasets';
import { formatBytes, formatCount, formatShare } from '../../../components/format';
import { SPLIT_WORDS } from '../words';
import classes from './Figures.module.css';
import { Histogram } from './Histogram';
import {
  CARE_WORDS,
  type Care,
  type Judgement,
  judgeBalance,
  judgeDuplicates,
  judgeLeaks,
  judgeLength,
  judgeSplits,
  judgeTexts,
  judgeVocabulary,
  totalsOf,
} from './judge';

export function Figures({ dataset }: { readonly dataset: DatasetSummary }) {
  const { n, bytes, figures } = dataset;
  const { positive, negative } = totalsOf(figures);
  const { length, duplicates, vocabulary, leaks } = figures;
  const parts = figures.splits
    .map(({ split, ...counts }) => ({ split, n: counts.positive + counts.negative + counts.unlabelled }))
    .filter((part) => part.n > 0);
  return (
    <dl className={classes.figures} data-testid="figures">
      <Figure name="Texts" value={formatCount(n)} unit={formatBytes(bytes)} judgement={judgeTexts(dataset)} />
      <Figure
        name="Balance"
        value={positive + negative > 0 ? formatShare(positive / (positive + negative)) : '–'}
        unit="positive"
        judgement={judgeBalance(figures)}
      >
        <ShareBar
          parts={[
            { name: 'negative', n: negative },
            { name: 'positive', n: positive },
          ]}
        />
      </Figure>
      <Figure
        wide
        name="Length"
        value={formatCount(length.median)}
        unit="words, median"
        judgement={judgeLength(figures)}
      >
        <Histogram bins={length.bins} />
      </Figure>
      <Figure
        name="Parts"
        value={formatCount(parts.length)}
        unit={parts.length === 1 ? 'split' : 'splits'}
        judgement={judgeSplits(figures)}
      >
        <ShareBar parts={parts.map(({ split, n }) => ({ name: SPLIT_WORDS[split], n }))} />
      </Figure>
      <Figure
        name="Vocabulary"
        value={formatCount(vocabulary)}
        unit={`different ${wordOf(vocabulary, 'word')}`}
        judgement={judgeVocabulary(figures, n)}
      />
      <Figure
        name="Repeated"
        value={formatCount(duplicates)}
        unit={wordOf(duplicates, 'duplicate')}
        judgement={judgeDuplicates(figures, n)}
      />
      <Figure name="Leaked" value={formatCount(leaks)} unit={wordOf(leaks, 'text')} judgement={judgeLeaks(figures)} />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly wide?: boolean;
  readonly value: string;
  readonly unit?: string;
  readonly judgement: Judgement;
  readonly children?: ReactNode;
}

/** For beside a figure that stands by itself. */
function wordOf(count: number, one: string): string {
  return count === 1 ? one : `${one}s`;
}

function Figure({ name, wide, value, unit, judgement: { care, says }, children }: FigureProps) {
  return (
    <div className={classes.figure} data-wide={wide || undefined}>
      <dt className={classes.figureName}>
        {name}
        <CareMark care={care} />
      </dt>
      <dd className={classes.figureValue}>
        {value}
        {unit && <span className={classes.unit}> {unit}</span>}
      </dd>
      {children && <dd>{children}</dd>}
      <dd className={classes.says}>{says}</dd>
    </div>
  );
}

const MARKS = { fine: CircleCheck, look: Eye, care: TriangleAlert } as const;

function CareMark({ care }: { readonly care: Care }) {
  const Icon = MARKS[care];
  return (
    <span className={classes.care} data-care={care}>
      <Icon size={13} aria-hidden />
      {CARE_WORDS[care]}
    </span>
  );
}

/** Parts of a whole, side by side, each said in words below. */
function ShareBar({ parts }: { readonly parts: readonly { readonly name: string; readonly n: number }[] }) {
  return (
    <>
      <span className={classes.bar} aria-hidden="true">
        {parts.map(({ name, n }) => (
          <span key={name} data-part={name} data-mark style={{ flexGrow: n }} />
        ))}
      </span>
      <span className={classes.legend}>
        {parts.map(({ name, n }) => (
          <span key={name}>
            <span className={classes.key} data-part={name} data-mark aria-hidden="true" />
            {name} {formatCount(n)}
          </span>
        ))}
      </span>
    </>
  );
}
