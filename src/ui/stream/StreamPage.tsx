// The Stream page: the run's curves, large; start, stop and speed beside them, and what to watch, set up and keep.

import { lazy, useEffect } from 'react';
import { expectLineChart } from '../components/LineChart';
import { PageHeader } from '../components/PageHeader';
import { useSharedLinks } from '../components/useSharedLinks';
import { PanelTabs } from '../components/work/PanelTabs';
import { WorkPage } from '../components/work/WorkPage';
import { EXPLANATION, StreamFormula } from './About';
import { Charts } from './charts/Charts';
import { Invitation } from './Invitation';
import { Summary } from './Summary';
import { openSharedSetup } from './share';
import { TABS, type Tab, useStream } from './store';
import { followStream } from './sync';
import { StreamTransport } from './transport/StreamTransport';
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
  useSharedLinks('stream', openSharedSetup);
  return (
    <WorkPage
      head={<PageHeader title="Stream" summary={<Summary />} explanation={EXPLANATION} formula={<StreamFormula />} />}
      transport={<StreamTransport />}
      transportFirst
      scrolls
      workTestId="stream-work"
      panel={
        <PanelTabs tabs={TABS} names={TAB_NAMES} tab={tab} onTab={(next) => useStream.setState({ tab: next })}>
          <TabBody tab={tab} />
        </PanelTabs>
      }
    >
      {phase === 'idle' ? <Invitation /> : <Charts />}
    </WorkPage>
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
