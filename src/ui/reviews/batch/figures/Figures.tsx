// How well the model does at a threshold that can be moved: figures, what is confused with what, scores by label,
// and whether a score of 0.8 means eight in ten.

import { Slider } from '@mantine/core';
import { memo, useMemo } from 'react';
import { formatCount, formatFraction, formatPercent, plural } from '../../../components/format';
import { Stat } from '../../../components/Stat';
import { foreignWords } from '../../language/words';
import { intervalOf } from '../../verdict/words';
import { type Analysed, figuresAt } from '../analyse';
import { look, useBatch } from '../store';
import { Calibration } from './Calibration';
import { Confusion } from './Confusion';
import classes from './Figures.module.css';
import { ScoreHistogram } from './ScoreHistogram';

interface FiguresProps {
  readonly analysed: Analysed;
  /** Names, for people. */
  readonly model: string;
  readonly dataset: string;
  /** Of the texts drawn, those that the model has learnt from. */
  readonly learnt: number;
  /** All of it is scored. */
  readonly whole: boolean;
}

/** Progress comes ten times a second: it is drawn anew only with new scores. */
export const Figures = memo(function Figures({ analysed, model, dataset, learnt, whole }: FiguresProps) {
  const threshold = useBatch((all) => all.threshold);
  const at = useMemo(() => figuresAt(analysed, threshold), [analysed, threshold]);
  const n = analysed.scores.index.length;
  return (
    <section className={classes.result} aria-label="Result" data-testid="batch-result">
      <h2 className={classes.headline}>
        {model} on {dataset}{' '}
        <span className={classes.quiet}>
          {plural(n, 'text')}
          {whole ? '' : ' so far'}
        </span>
      </h2>
      <Languages />
      {analysed.labelled > 0 ? (
        <>
          {learnt > 0 && (
            <p className={classes.care} data-testid="batch-learnt">
              It has learnt from {formatCount(learnt)} of these: on new reviews it would do worse. Choose a part that it
              has not learnt from.
            </p>
          )}
          <Rates analysed={analysed} at={at} />
        </>
      ) : (
        <p className={classes.note}>
          None of these texts has a label, so there is nothing to be right or wrong about: here are their scores.
        </p>
      )}
      <div className={classes.pictures}>
        <div className={classes.scores}>
          <ScoreHistogram histogram={analysed.histogram} threshold={threshold} />
          <Threshold threshold={threshold} />
        </div>
        {analysed.labelled > 0 && (
          <>
            <Confusion confusion={at.confusion} />
            <Calibrated analysed={analysed} />
          </>
        )}
      </div>
    </section>
  );
});

/** Counts with the progress, not with the scores: it alone is drawn anew. */
function Languages() {
  const words = useBatch(({ state }) => {
    const status = state?.status;
    if (!status || status.phase === 'idle' || status.foreign === null) return null;
    return foreignWords(status.foreign, status.done);
  });
  return words === null ? null : (
    <p className={classes.care} data-testid="batch-foreign">
      {words}
    </p>
  );
}

function Rates({
  analysed,
  at: { rates },
}: {
  readonly analysed: Analysed;
  readonly at: ReturnType<typeof figuresAt>;
}) {
  const { auc, calibration } = analysed;
  const { n, accuracy } = rates;
  return (
    <dl className={classes.figures} data-testid="batch-figures">
      <Stat
        label="Accuracy"
        value={formatPercent(accuracy)}
        note={`right of ${formatCount(n)}; 95 % interval ${intervalOf(accuracy, n)}`}
      />
      <Stat label="Precision" value={formatPercent(rates.precision)} note="of those called positive, are" />
      <Stat label="Recall" value={formatPercent(rates.recall)} note="of the positive ones, found" />
      <Stat label="F1" value={formatFraction(rates.f1)} note="precision and recall in one" />
      <Stat
        label="AUC"
        value={auc === null ? '–' : formatFraction(auc)}
        note={auc === null ? 'needs both labels' : 'of pairs, ranked right; at any threshold'}
      />
      <Stat label="ECE" value={formatFraction(calibration.ece)} note="how far scores are from how often it is so" />
    </dl>
  );
}

function Threshold({ threshold }: { readonly threshold: number }) {
  return (
    <div className={classes.threshold}>
      <Slider
        size="sm"
        min={0}
        max={1}
        step={0.01}
        value={threshold}
        label={null}
        thumbLabel="Threshold"
        onChange={(value) => look({ threshold: value })}
      />
      <p className={classes.note}>
        Called positive from <strong className="tabular">{threshold.toFixed(2)}</strong> on{' '}
        <code className={classes.term}>threshold</code>
      </p>
    </div>
  );
}

const Calibrated = memo(function Calibrated({ analysed }: { readonly analysed: Analysed }) {
  return (
    <div>
      <h3 className={classes.title}>Does a score mean what it says?</h3>
      <Calibration calibration={analysed.calibration} />
    </div>
  );
});
