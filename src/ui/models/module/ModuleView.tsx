// A module of people's own: its files, large, with what its training says under them; training, trying it and taking it
// away beside them.

import { Skeleton } from '@mantine/core';
import { lazy, useState } from 'react';
import type { LibraryModel } from '../../../wire/library';
import { Parts, Trouble } from '../../components/part/Part';
import { PanelTabs } from '../../components/work/PanelTabs';
import { WorkPage } from '../../components/work/WorkPage';
import { Head } from '../Head';
import { Jumps, useJump } from '../model/Jumps';
import panelClasses from '../model/Model.module.css';
import { ModelTitle } from '../model/ModelTitle';
import { useDetail } from '../model/useDetail';
import { Bench } from './Bench';
import { FileList } from './FileList';
import classes from './Files.module.css';
import { ModuleTransport } from './ModuleTransport';
import { Offered } from './Offered';
import { Output } from './Output';
import { Stack } from './Stack';
import { useModule } from './store';
import { useFollowModule } from './sync';
import { TrainTab } from './TrainTab';

// Not seen at first, so not loaded at first.
const TryTab = lazy(async () => ({ default: (await import('../model/try/TryTab')).TryTab }));
const AwayTab = lazy(async () => ({ default: (await import('../model/away/AwayTab')).AwayTab }));
const CardTab = lazy(async () => ({ default: (await import('../model/card/CardTab')).CardTab }));
const Summary = lazy(async () => ({ default: (await import('../model/Summary')).Summary }));

const TABS = ['train', 'try', 'away', 'about'] as const;
type Tab = (typeof TABS)[number];
const TAB_NAMES: Readonly<Record<Tab, string>> = {
  train: 'Train',
  try: 'Try it',
  away: 'Take away',
  about: 'About',
};

/** "Train" by itself is what begins it. */
const JUMP_NAMES: Readonly<Record<Tab, string>> = { ...TAB_NAMES, train: 'Arguments' };

export function ModuleView({ model }: { readonly model: LibraryModel }) {
  const { id } = model;
  useFollowModule(id);
  const [tab, setTab] = useState<Tab>('train');
  const { panel, jump } = useJump(setTab);
  const files = useModule((ui) => ui.files);
  const trouble = useModule((ui) => ui.trouble);
  return (
    <WorkPage
      head={<Head view="model" />}
      scrolls
      workTestId="module"
      transport={<ModuleTransport id={id} />}
      transportFirst
      panel={
        <div ref={panel} className={panelClasses.panel}>
          <PanelTabs tabs={TABS} names={TAB_NAMES} tab={tab} onTab={setTab}>
            {tab === 'train' ? <TrainTab id={id} /> : <Body tab={tab} model={model} />}
          </PanelTabs>
        </div>
      }
    >
      <Parts>
        <ModelTitle model={model} />
        <Jumps tabs={TABS} names={JUMP_NAMES} onJump={jump} />
        {trouble !== null && <Trouble>Its files cannot be read at present: {trouble} They are as they were.</Trouble>}
        <Offered id={id} />
        {files ? (
          <div className={classes.files}>
            <FileList id={id} files={files} />
            <Bench id={id} />
          </div>
        ) : (
          trouble === null && <Skeleton height={320} />
        )}
        <Output id={id} />
      </Parts>
    </WorkPage>
  );
}

function Body({ tab, model }: { readonly tab: Exclude<Tab, 'train'>; readonly model: LibraryModel }) {
  const found = useDetail(model.id);
  if (found === null) return <Skeleton height={160} />;
  if (typeof found === 'string') return <Trouble>It could not be looked into: {found}</Trouble>;
  const detail = { ...found, ...model };
  switch (tab) {
    case 'try':
      return <TryTab model={detail} stack={(stack) => <Stack stack={stack} />} />;
    case 'away':
      return <AwayTab model={detail} />;
    case 'about':
      return (
        <>
          <CardTab model={detail} />
          <Summary model={detail} />
        </>
      );
  }
}
