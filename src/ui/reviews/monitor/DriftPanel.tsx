// Drift: the verdict in one line, each test with its numbers, and the two distributions that tell most.

import { Switch } from '@mantine/core';
import { AlertTriangle, CircleCheck, CircleDashed } from 'lucide-react';
import { service } from '../../../client';
import type { DriftReport, DriftTest } from '../../../wire/drift';
import { attempt } from '../../components/attempt';
import { BusyButton } from '../../components/BusyButton';
import { formatDate } from '../../components/format';
import { Section, Term } from '../../components/Section';
import { Distribution } from './Distribution';
import classes from './Monitor.module.css';
import { useMonitor } from './store';
import { headlineOf, TEST_WORDS, VERDICT_WORDS } from './words';

const ICONS = { bad: AlertTriangle, good: CircleCheck, quiet: CircleDashed } as const;
const TONES = { drift: 'bad', 'no-drift': 'good', 'too-little-data': 'quiet' } as const;

export function DriftPanel() {
  const state = useMonitor((all) => all.drift);
  if (!state) return null;
  const { title, text, tone } = headlineOf(state);
  const Icon = ICONS[tone];
  const { report, options, phase } = state;
  const setEnabled = (enabled: boolean) =>
    void attempt('change the watching', () => service.drift.setOptions({ enabled }));
  return (
    <Section
      title="Drift"
      aside={
        <Switch
          size="xs"
          label="Watch in the background"
          checked={options.enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
      }
    >
      <div className={classes.headline} data-tone={tone} data-testid="drift-headline">
        <Icon size={22} aria-hidden />
        <div aria-live="polite">
          <p className={classes.verdict}>{title}</p>
          <p className={classes.about}>{text}</p>
        </div>
        <BusyButton
          size="xs"
          variant="default"
          busy={phase === 'looking'}
          onClick={() => void attempt('look for drift', () => service.drift.check())}
        >
          Look now
        </BusyButton>
      </div>
      {report && report.n_current > 0 && <Look report={report} />}
    </Section>
  );
}

function Look({ report }: { readonly report: DriftReport }) {
  const { score, length } = report.histograms;
  return (
    <>
      <div className={classes.pictures}>
        <Distribution
          title="Scores"
          labels={score.current.map((_share, i) => `${(i / score.current.length).toFixed(1)}`)}
          ends={['0 negative', '1 positive']}
          {...score}
        />
        <Distribution
          title="Length in words"
          labels={length.current.map((_share, i) => `${Math.round(length.edges[i] ?? 0)}`)}
          ends={[`${Math.round(length.edges[0] ?? 0)}`, `${Math.round(length.edges.at(-1) ?? 0)}`]}
          {...length}
        />
      </div>
      <ul className={classes.tests} data-testid="drift-tests">
        {report.tests.map((test) => (
          <Test key={test.name} test={test} />
        ))}
      </ul>
      <p className={classes.quiet}>Looked at {formatDate(report.at)}.</p>
    </>
  );
}

function Test({ test }: { readonly test: DriftTest }) {
  const { name, verdict, sentence } = test;
  const tone = TONES[verdict];
  const Icon = ICONS[tone];
  return (
    <li className={classes.test}>
      <span className={classes.chip} data-tone={tone}>
        <Icon size={14} aria-hidden />
        {VERDICT_WORDS[verdict]}
      </span>
      <span className={classes.name}>
        <Term {...TEST_WORDS[name]} />
      </span>
      <span className={classes.sentence}>{sentence}</span>
    </li>
  );
}
