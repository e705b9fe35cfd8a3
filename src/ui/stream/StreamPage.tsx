// The Stream page: the run's curves, large; start, stop and speed beside them, and what to watch, set up and keep.

import { Skeleton, Tabs } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { expectLineChart } from '../components/LineChart';
import { PageHeader } from '../components/PageHeader';
import { EXPLANATION, StreamFormula } from './About';
import { Charts } from './charts/Charts';
import { Invitation } from './Invitation';
import classes from './StreamPage.module.css';
import { Summary } from './Summary';
import { TABS, type Tab, useStream } from './store';
import { followStream } from './sync';
import { Transport } from './transport/Transport';
import { WatchTab } from './watch/WatchTab';

// Not seen at first, so not loaded at first.
const SetupTab = lazy(async () => ({ default: (await import('./setup/SetupTab')).SetupTab }));
const RunsTab = lazy(async () => ({ default: (await import('./runs/RunsTab')).RunsTab }));

const TAB_NAMES: Readonly<Record<Tab, string>> = { watch: 'Watch', setup: 'Set-up', runs: 'Runs' };

export function StreamPage() {
  const phase = useStream((ui) => ui.state?.status.phase);
  const tab = useStream((ui) => ui.tab);
  useEffect(() => followStream(), []);
  useEffect(expectLineChart, []);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <PageHeader title="Stream" summary={<Summary />} explanation={EXPLANATION} formula={<StreamFormula />} />
      </div>
      <Transport />
      <div className={classes.work} data-testid="stream-work">
        {phase === 'idle' ? <Invitation /> : <Charts />}
      </div>
      <aside className={classes.panel} aria-label="Controls">
        <Tabs
          className={classes.tabs ?? ''}
          value={tab}
          onChange={(value) => useStream.setState({ tab: TABS.find((item) => item === value) ?? 'watch' })}
        >
          <Tabs.List grow>
            {TABS.map((item) => (
              <Tabs.Tab key={item} value={item}>
                {TAB_NAMES[item]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <div className={classes.body}>
            {TABS.map((item) => (
              <Tabs.Panel key={item} value={item} tabIndex={0} className={classes.sections ?? ''}>
                {tab === item && (
                  <Suspense fallback={<Skeleton height={160} />}>
                    <TabBody tab={item} />
                  </Suspense>
                )}
              </Tabs.Panel>
            ))}
          </div>
        </Tabs>
      </aside>
    </div>
  );
}

function TabBody({ tab }: { readonly tab: Tab }) {
  switch (tab) {
    case 'watch':
      return <WatchTab />;
    case 'setup':
      return <SetupTab />;
    case 'runs':
      return <RunsTab />;
  }
}
