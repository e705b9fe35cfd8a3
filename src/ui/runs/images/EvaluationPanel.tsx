// How an image model did on images that it had not learnt from: figures, each class, which were taken for which, and the
// ones that it got most wrong.

import { Skeleton } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { ImageEvaluationReport } from '../../../wire/runs';
import { formatCount, formatFraction, formatPercent, plural } from '../../components/format';
import { Note, Section } from '../../components/Section';
import { Stat } from '../../components/Stat';
import { datasetOf } from './datasetOf';
import { Confusion } from './evaluation/Confusion';
import classes from './evaluation/Evaluation.module.css';
import { type Cell, sameCell } from './evaluation/figures';
import { PerClass } from './evaluation/PerClass';
import { useEvaluation } from './evaluation/useEvaluation';
import { Wrong } from './evaluation/Wrong';
import { useImages } from './store';
import { followImages } from './sync';
import { useRun } from './useRun';

export function EvaluationPanel({ run: id }: { readonly run: string }) {
  useEffect(followImages, []);
  const { report, problem } = useEvaluation(id);
  if (problem !== null) return <Note>The evaluation cannot be shown at present: {problem}</Note>;
  if (report === undefined) return <Skeleton height={220} />;
  if (report === null) {
    return <Note>The model is judged when its training has ended, on images that it has not learnt from.</Note>;
  }
  return <Report run={id} report={report} />;
}

interface ReportProps {
  readonly run: string;
  readonly report: ImageEvaluationReport;
}

const PARTS: Readonly<Record<string, string>> = { test: 'the test part', val: 'the validation part' };

function Report({ run: id, report }: ReportProps) {
  const [cell, setCell] = useState<Cell | null>(null);
  const run = useRun(id);
  const sets = useImages((ui) => ui.images?.sets);
  const set = useMemo(() => (run && sets ? datasetOf(run, sets) : null), [run, sets]);
  const models = run?.trained ?? [];
  const model = models.find(({ role }) => role === 'best') ?? models[0] ?? null;
  const { n, accuracy, loss, macro_f1, part } = report;
  return (
    <div className={classes.panel} data-testid="evaluation">
      <Section title="How good it is">
        <dl className={classes.figures}>
          <Stat
            label="Right"
            value={formatPercent(accuracy)}
            note={`${formatCount(Math.round(accuracy * n))} of ${plural(n, 'image')} of ${PARTS[part] ?? part}`}
          />
          <Stat label="Loss" value={loss.toFixed(3)} note="cross-entropy: surprise at the right answers" />
          <Stat label="Over classes" value={formatFraction(macro_f1)} note="macro F1: rare classes count as much" />
        </dl>
      </Section>
      <Section title="Taken for">
        <Confusion report={report} cell={cell} onCell={(next) => setCell(sameCell(cell, next) ? null : next)} />
      </Section>
      <Section title="The most wrong first">
        <Wrong {...{ report, cell, set, model }} onAll={() => setCell(null)} />
      </Section>
      <Section title="Class by class">
        <PerClass report={report} />
      </Section>
    </div>
  );
}
