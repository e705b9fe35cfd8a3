// Where a review is typed: what a model makes of it, large; the text itself under it; models, labels and training
// beside it.

import { Tabs } from '@mantine/core';
import { useEffect, useState } from 'react';
import { expectLineChart } from '../../components/LineChart';
import { ExplanationBar } from '../explain/ExplanationBar';
import { useLabelKeys } from '../labels/keys';
import { LabelBar } from '../labels/LabelBar';
import { LabelsTab } from '../labels/LabelsTab';
import { ModelsTab } from '../models/ModelsTab';
import { Structure } from '../models/Structure';
import { StatusLine } from '../StatusLine';
import { useReviews } from '../store';
import { TextField } from '../text/TextField';
import { TrainTab } from '../train/TrainTab';
import { Verdict } from '../verdict/Verdict';
import classes from './WriteView.module.css';

const TABS = ['models', 'labels', 'train'] as const;
type Tab = (typeof TABS)[number];
const NAMES: Readonly<Record<Tab, string>> = { models: 'Model', labels: 'Labels', train: 'Train' };

export function WriteView() {
  const [tab, setTab] = useState<Tab>('models');
  const structure = useReviews((state) => state.structure);
  useEffect(expectLineChart, []);
  useLabelKeys();
  return (
    <div className={classes.view}>
      <div className={classes.work}>
        <Verdict />
        <TextField />
        <ExplanationBar />
        <StatusLine />
        <LabelBar onShow={() => setTab('labels')} />
        {structure !== null && <Structure model={structure} />}
      </div>
      <aside className={classes.panel} aria-label="Controls">
        <Tabs
          className={classes.tabs ?? ''}
          value={tab}
          onChange={(value) => setTab(TABS.find((item) => item === value) ?? 'models')}
        >
          <Tabs.List grow>
            {TABS.map((item) => (
              <Tabs.Tab key={item} value={item}>
                {NAMES[item]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <div className={classes.body}>
            {TABS.map((item) => (
              <Tabs.Panel key={item} value={item} className={classes.sections ?? ''}>
                {tab === item && <TabBody tab={item} onTrain={() => setTab('train')} />}
              </Tabs.Panel>
            ))}
          </div>
        </Tabs>
      </aside>
    </div>
  );
}

function TabBody({ tab, onTrain }: { readonly tab: Tab; readonly onTrain: () => void }) {
  if (tab === 'models') return <ModelsTab />;
  return tab === 'labels' ? <LabelsTab onTrain={onTrain} /> : <TrainTab />;
}
