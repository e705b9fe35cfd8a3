// The Points page: the plane, large; the tools over it; the fit, the data and the result beside it.

import { Skeleton, Tabs } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { expectLineChart } from '../components/LineChart';
import { PageHeader } from '../components/PageHeader';
import { EXPLANATION, MixtureFormula } from './About';
import { useDropAndPaste } from './data/useDropAndPaste';
import { FitTab } from './fit/FitTab';
import { Invitation } from './Invitation';
import { Legend } from './Legend';
import classes from './PointsPage.module.css';
import { Plane } from './plane/Plane';
import { keepPrefs } from './prefs';
import { Transport } from './progress/Transport';
import { Summary } from './Summary';
import { useSharedLinks } from './share/useSharedLinks';
import { followService } from './sync';
import { useShortcuts } from './toolbar/shortcuts';
import { Toolbar } from './toolbar/Toolbar';

// Not seen at first, so not loaded at first.
const DataTab = lazy(async () => ({ default: (await import('./data/DataTab')).DataTab }));
const ResultTab = lazy(async () => ({ default: (await import('./result/ResultTab')).ResultTab }));
const UseTab = lazy(async () => ({ default: (await import('./use/UseTab')).UseTab }));
const PointsTable = lazy(async () => ({ default: (await import('./data/PointsTable')).PointsTable }));

const TABS = ['data', 'fit', 'result', 'use'] as const;
type Tab = (typeof TABS)[number];
const TAB_NAMES: Readonly<Record<Tab, string>> = { data: 'Data', fit: 'Fit', result: 'Result', use: 'Use' };

export function PointsPage() {
  const [tab, setTab] = useState<Tab>('fit');
  const [table, setTable] = useState(false);
  useEffect(() => keepPrefs(), []);
  useEffect(() => followService(), []);
  useEffect(expectLineChart, []);
  useSharedLinks();
  useShortcuts();
  const over = useDropAndPaste(() => setTab('data'));
  return (
    <div className={classes.page} data-over={over || undefined}>
      <div className={classes.head}>
        <PageHeader title="Points" summary={<Summary />} explanation={EXPLANATION} formula={<MixtureFormula />} />
      </div>
      <div className={classes.work}>
        <Toolbar table={table} onTable={setTable} />
        <div className={classes.surface} data-testid="surface">
          <Plane />
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
      </div>
      <aside className={classes.panel} aria-label="Controls">
        <Transport />
        <Tabs
          className={classes.tabs ?? ''}
          value={tab}
          onChange={(value) => setTab(TABS.find((item) => item === value) ?? 'fit')}
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
              <Tabs.Panel key={item} value={item} className={classes.sections ?? ''}>
                {tab === item && (
                  <Suspense fallback={<Skeleton height={160} />}>
                    <TabBody tab={item} onTable={() => setTable(true)} />
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
