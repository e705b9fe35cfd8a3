// Where a review is typed: what a model makes of it, large; the text itself under it; models, labels and training
// beside it.

import { useEffect, useRef, useState } from 'react';
import { expectLineChart } from '../../components/LineChart';
import { PanelTabs } from '../../components/work/PanelTabs';
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
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(expectLineChart, []);
  useLabelKeys();
  return (
    <div className={classes.view}>
      <div className={classes.work}>
        <Verdict />
        <TextField field={field} />
        <ExplanationBar />
        <StatusLine />
        <LabelBar onKept={() => field.current?.focus()} onShow={() => setTab('labels')} />
        {structure !== null && <Structure model={structure} />}
      </div>
      <aside className={classes.panel} aria-label="Controls">
        <PanelTabs tabs={TABS} names={NAMES} tab={tab} onTab={setTab}>
          <TabBody tab={tab} onTrain={() => setTab('train')} />
        </PanelTabs>
      </aside>
    </div>
  );
}

function TabBody({ tab, onTrain }: { readonly tab: Tab; readonly onTrain: () => void }) {
  if (tab === 'models') return <ModelsTab />;
  return tab === 'labels' ? <LabelsTab onTrain={onTrain} /> : <TrainTab />;
}
