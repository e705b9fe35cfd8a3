// How a new version was judged against the present one: the verdict, its reasons, the figures side by side, and the
// texts on which the two differ.

import { Box, Button } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Flip, GateReport, GateSet, SetFigures } from '../../../wire/retrain';
import { formatCount, formatDate, formatFraction, formatPercent, plural } from '../../components/format';
import { Section } from '../../components/Section';
import { modelName, useReviews } from '../store';
import { formatScore, labelWord } from '../verdict/words';
import classes from './Monitor.module.css';
import { sameReport, useMonitor } from './store';
import { formatP, isWon, SET_WORDS } from './words';

/** Texts shown before "Show all". */
const FEW = 6;

export function Report() {
  const opened = useMonitor((all) => all.opened);
  const newest = useMonitor((all) => all.retrain?.last ?? null);
  const reviews = useReviews((all) => all.state);
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(opened);
  // It stands above the versions, at one of which it was asked for.
  useEffect(() => {
    if (opened && opened !== shown.current) {
      title.current?.focus({ preventScroll: true });
      title.current?.scrollIntoView({ block: 'start' });
    }
    shown.current = opened;
  }, [opened]);
  const report = opened ?? newest;
  // Without the models their names, and which of them serves, are not known.
  if (!report || !reviews) return null;
  const challenger = modelName(reviews, report.challenger);
  const showNewest = () => {
    useMonitor.setState({ opened: null });
    // The button goes.
    title.current?.focus();
  };
  return (
    <Section
      title={report.passed ? `${challenger} passed` : `${challenger} was kept back`}
      titleRef={title}
      aside={
        !sameReport(report, newest) && (
          <Button size="compact-sm" variant="subtle" onClick={showNewest}>
            Show the newest
          </Button>
        )
      }
    >
      <p className={classes.quiet}>
        Against {modelName(reviews, report.champion)}, {formatDate(report.at)}. {whatNow(report, reviews.serving.model)}
      </p>
      <ul className={classes.reasons} data-testid="gate-reasons">
        {report.reasons.map(({ held, sentence }) => (
          <li key={sentence} className={classes.reason} data-tone={held ? 'good' : 'bad'}>
            {held ? <Check size={16} aria-hidden /> : <X size={16} aria-hidden />}
            <span>
              <span className="visually-hidden">{held ? 'Held: ' : 'Did not hold: '}</span>
              {sentence}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>Won: only the new one is right about a text. Lost: only the present one.</p>
      <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Figures of both versions">
        <Sets report={report} />
      </Box>
      <Flips key={report.challenger} flips={report.flips} />
    </Section>
  );
}

/** Whether it serves, and how to have it otherwise. */
function whatNow({ passed, challenger }: GateReport, serving: string): string {
  if (serving === challenger) return 'It serves now; to go back, serve another one under Versions.';
  return passed ? 'Another one serves now.' : 'The present one goes on serving; this one waits under Versions.';
}

const ROWS: readonly { readonly name: string; readonly value: (figures: SetFigures) => string }[] = [
  { name: 'right (accuracy)', value: ({ accuracy }) => formatPercent(accuracy) },
  { name: '95 % interval', value: ({ interval: [low, high] }) => `${formatPercent(low)} – ${formatPercent(high)}` },
  { name: 'precision', value: ({ precision }) => formatFraction(precision) },
  { name: 'recall', value: ({ recall }) => formatFraction(recall) },
  { name: 'F1', value: ({ f1 }) => formatFraction(f1) },
  { name: 'AUC', value: ({ auc }) => (auc === null ? '–' : formatFraction(auc)) },
  { name: 'loss', value: ({ loss }) => loss.toFixed(3) },
];

function Sets({ report }: { readonly report: GateReport }) {
  return (
    <table className={classes.sets}>
      <caption className="visually-hidden">How the present and the new version judge, and which is right</caption>
      <thead>
        <tr>
          <th scope="col">On texts neither learnt from</th>
          <th scope="col">present</th>
          <th scope="col">new</th>
        </tr>
      </thead>
      {report.sets.map((set) => (
        <tbody key={set.set}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              {SET_WORDS[set.set]} ({plural(set.champion.n, 'text')}): {flipped(set)}
            </th>
          </tr>
          {ROWS.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value(set.champion)}</td>
              <td>{value(set.challenger)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function flipped({ won, lost, p_value }: GateSet): string {
  const words = `${formatCount(won)} won, ${formatCount(lost)} lost`;
  return p_value === null ? words : `${words}, McNemar ${formatP(p_value)}`;
}

function Flips({ flips }: { readonly flips: readonly Flip[] }) {
  const [all, setAll] = useState(false);
  if (flips.length === 0) return <p className={classes.quiet}>Both judge every one of these texts alike.</p>;
  const different = [...new Map(flips.map((flip) => [keyOf(flip), flip])).values()];
  const shown = all ? different : different.slice(0, FEW);
  return (
    <>
      <h3 className={classes.title}>What changed sides</h3>
      <ul className={classes.flips}>
        {shown.map((flip) => (
          <li key={keyOf(flip)} className={classes.flip}>
            <bdi>{flip.text}</bdi>
            <span className={classes.moved}>
              {formatScore(flip.champion)} → {formatScore(flip.challenger)}
            </span>
            <span className={classes.quiet}>
              {labelWord(flip.label)}: {isWon(flip) ? 'now right' : 'now wrong'} · {SET_WORDS[flip.set]}
            </span>
          </li>
        ))}
      </ul>
      {different.length > FEW && (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${formatCount(different.length)}`}
          </Button>
        </div>
      )}
    </>
  );
}

function keyOf({ set, text, label }: Flip): string {
  return `${set} ${label} ${text}`;
}
