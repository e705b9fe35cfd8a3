// One run: its curves, large; its figures, its configuration and what came of it beside them.

import { Skeleton } from '@mantine/core';
import { SearchX } from 'lucide-react';
import { lazy, useRef, useState } from 'react';
import { EmptyState } from '../../components/EmptyState';
import { useNarrow } from '../../components/useNarrow';
import { PanelTabs } from '../../components/work/PanelTabs';
import { WorkPage } from '../../components/work/WorkPage';
import { RunTransport } from '../active/RunTransport';
import { Head } from '../Head';
import { currentOf, useRuns } from '../store';
import { firstOf, hashOf } from '../views';
import { isAtRest } from '../words';
import { Curves } from './Curves';
import { Evaluation } from './Evaluation';
import { HandOver } from './HandOver';
import { Metrics } from './Metrics';
import { Outcome } from './Outcome';
import classes from './Run.module.css';
import { RunTitle } from './RunTitle';
import { Standing } from './Standing';
import { useDetail } from './useDetail';
import { useModelAway } from './useModelAway';

// Not seen at first, so not loaded at first.
const ConfigTab = lazy(async () => ({ default: (await import('./ConfigTab')).ConfigTab }));
const ModelsTab = lazy(async () => ({ default: (await import('./ModelsTab')).ModelsTab }));

const TABS = ['outcome', 'config', 'models'] as const;
type Tab = (typeof TABS)[number];
const TAB_NAMES: Readonly<Record<Tab, string>> = { outcome: 'Summary', config: 'Configuration', models: 'Models' };

export function RunView({ id }: { readonly id: string }) {
  const [tab, setTab] = useState<Tab>('outcome');
  const listed = useRuns((ui) => ui.runs?.find((run) => run.id === id));
  const state = useRuns((ui) => (ui.state?.active?.id === id ? ui.state : null));
  const detail = useDetail(id);
  // Here, so that it outlasts a change of the panel’s tab.
  const away = useModelAway();
  const left = useRef(false);
  const narrow = useNarrow();
  const run = listed && currentOf(listed, state);
  const known = typeof detail === 'object' ? detail : null;
  const body = () => {
    if (!run) return <Skeleton height={160} />;
    if (tab === 'outcome') return <Outcome run={run} detail={known} withMetrics={!narrow} away={away} />;
    if (!known) return <Skeleton height={160} />;
    return tab === 'config' ? <ConfigTab run={known} /> : <ModelsTab run={known} away={away} />;
  };
  if (typeof detail === 'string' && !run) return <Missing id={id} why={detail} />;
  return (
    <WorkPage
      head={<Head view="run" />}
      transport={
        <HandOver key={state ? 'on' : 'at rest'} left={left} takes={state !== null}>
          {state ? <RunTransport /> : <Standing run={run} detail={known} />}
        </HandOver>
      }
      transportFirst
      scrolls
      panel={
        <PanelTabs tabs={TABS} names={TAB_NAMES} tab={tab} onTab={setTab}>
          {body()}
        </PanelTabs>
      }
    >
      <div className={classes.work}>
        {run && <RunTitle run={run} />}
        {/* The panel is far below the curves there. */}
        {run && narrow && <Metrics run={run} />}
        <Curves id={id} over={run !== undefined && isAtRest(run.phase) && !run.resumable} />
        {run?.kind === 'image' && <Evaluation run={run} />}
      </div>
    </WorkPage>
  );
}

function Missing({ id, why }: { readonly id: string; readonly why: string }) {
  return (
    <>
      <div className={classes.head}>
        <Head view="run" />
      </div>
      <EmptyState
        icon={SearchX}
        title="There is no such run here"
        actions={<a href={hashOf(firstOf('table'))}>To all runs</a>}
      >
        {why.replace(/[^.]$/, '$&.')} It may have been deleted, or <code>{id}</code> belongs to another device: runs
        stay where they were made.
      </EmptyState>
    </>
  );
}
