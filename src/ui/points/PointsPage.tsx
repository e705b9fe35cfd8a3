// The Points page: the plane, large; the tools over it; the fit, the data and the result beside it.

import { Tabs } from '@mantine/core';
import { useEffect, useState } from 'react';
import { PageHeader } from '../components/PageHeader';
import { EXPLANATION, MixtureFormula } from './About';
import { DataTab } from './data/DataTab';
import { PointsTable } from './data/PointsTable';
import { useDropAndPaste } from './data/useDropAndPaste';
import { FitTab } from './fit/FitTab';
import { Invitation } from './Invitation';
import { Legend } from './Legend';
import classes from './PointsPage.module.css';
import { Plane } from './plane/Plane';
import { keepPrefs } from './prefs';
import { Transport } from './progress/Transport';
import { ResultTab } from './result/ResultTab';
import { Summary } from './Summary';
import { useSharedLinks } from './share/useSharedLinks';
import { followService } from './sync';
import { useShortcuts } from './toolbar/shortcuts';
import { Toolbar } from './toolbar/Toolbar';
import { UseTab } from './use/UseTab';

const TABS = ['data', 'fit', 'result', 'use'] as const;
type Tab = (typeof TABS)[number];
const TAB_NAMES: Readonly<Record<Tab, string>> = { data: 'Data', fit: 'Fit', result: 'Result', use: 'Use' };

export function PointsPage() {
  const [tab, setTab] = useState<Tab>('fit');
  const [table, setTable] = useState(false);
  useEffect(() => keepPrefs(), []);
  useEffect(() => followService(), []);
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
        <div className={classes.surface}>
          <Plane />
          {table ? (
            <div className={classes.over}>
              <PointsTable onClose={() => setTable(false)} />
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
            <Tabs.Panel value="data">{tab === 'data' && <DataTab onTable={() => setTable(true)} />}</Tabs.Panel>
            <Tabs.Panel value="fit">{tab === 'fit' && <FitTab />}</Tabs.Panel>
            <Tabs.Panel value="result">{tab === 'result' && <ResultTab />}</Tabs.Panel>
            <Tabs.Panel value="use">{tab === 'use' && <UseTab />}</Tabs.Panel>
          </div>
        </Tabs>
      </aside>
    </div>
  );
}
