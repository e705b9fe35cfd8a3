// The Points page: the plane, large; the tools over it; the fit, the data and the result beside it.

import { lazy, Suspense, useEffect, useState } from 'react';
import { expectLineChart } from '../components/LineChart';
import { PageHeader } from '../components/PageHeader';
import { useSharedLinks } from '../components/useSharedLinks';
import { PanelTabs } from '../components/work/PanelTabs';
import { WorkPage } from '../components/work/WorkPage';
import { EXPLANATION } from './About';
import { useDropAndPaste } from './data/useDropAndPaste';
import { FitTab } from './fit/FitTab';
import { Invitation } from './Invitation';
import { Legend } from './Legend';
import classes from './PointsPage.module.css';
import { Plane } from './plane/Plane';
import { keepPrefs } from './prefs';
import { FitTransport } from './progress/FitTransport';
import { Summary } from './Summary';
import { openSharedLink } from './share/open';
import { followPoints } from './sync';
import { useShortcuts } from './toolbar/shortcuts';
import { Toolbar } from './toolbar/Toolbar';

// Not seen at first, so not loaded at first.
const DataTab = lazy(async () => ({ default: (await import('./data/DataTab')).DataTab }));
const ResultTab = lazy(async () => ({ default: (await import('./result/ResultTab')).ResultTab }));
const UseTab = lazy(async () => ({ default: (await import('./use/UseTab')).UseTab }));
const PointsTable = lazy(async () => ({ default: (await import('./data/PointsTable')).PointsTable }));

/** It comes by itself: where the network has gone away meanwhile, the words stand alone. */
const MixtureFormula = lazy(async () => ({
  default: await import('./MixtureFormula').then(
    (loaded) => loaded.MixtureFormula,
    () => () => null,
  ),
}));

const TABS = ['data', 'fit', 'result', 'use'] as const;
type Tab = (typeof TABS)[number];
const TAB_NAMES: Readonly<Record<Tab, string>> = { data: 'Data', fit: 'Fit', result: 'Result', use: 'Use' };

export function PointsPage() {
  const [tab, setTab] = useState<Tab>('fit');
  const [table, setTable] = useState(false);
  useEffect(() => keepPrefs(), []);
  useEffect(() => followPoints(), []);
  useEffect(expectLineChart, []);
  useSharedLinks('points', openSharedLink);
  useShortcuts();
  const over = useDropAndPaste(() => setTab('data'));
  return (
    <WorkPage
      head={<PageHeader title="Points" summary={<Summary />} explanation={EXPLANATION} formula={<LateFormula />} />}
      transport={<FitTransport />}
      panel={
        <PanelTabs tabs={TABS} names={TAB_NAMES} tab={tab} onTab={setTab}>
          <TabBody tab={tab} onTable={() => setTable(true)} />
        </PanelTabs>
      }
    >
      <Toolbar table={table} onTable={setTable} />
      <div className={classes.surface} data-over={over || undefined} data-testid="surface">
        <Plane covered={table} />
        {table ? (
          <div className={classes.over}>
            <Suspense fallback={null}>
              <PointsTable onClose={() => setTable(false)} />
            </Suspense>
          </div>
        ) : (
          <Invitation />
        )}
      </div>
      <Legend />
    </WorkPage>
  );
}

/** Closed at first: the page does not wait for it. */
function LateFormula() {
  return (
    <Suspense fallback={null}>
      <MixtureFormula />
    </Suspense>
  );
}

function TabBody({ tab, onTable }: { readonly tab: Tab; readonly onTable: () => void }) {
  switch (tab) {
    case 'data':
      return <DataTab onTable={onTable} />;
    case 'fit':
      return <FitTab />;
    case 'result':
      return <ResultTab />;
    case 'use':
      return <UseTab />;
  }
}
