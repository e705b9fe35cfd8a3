// One model: how it is built and what its numbers look like, large; what is known of it, its card, trying it and taking it
// away beside them.

import { Skeleton } from '@mantine/core';
import { SearchX } from 'lucide-react';
import { lazy, useState } from 'react';
import type { ModelDetail } from '../../../wire/library';
import { EmptyState } from '../../components/EmptyState';
import { Parts, Trouble } from '../../components/part/Part';
import { PanelTabs } from '../../components/work/PanelTabs';
import { WorkPage } from '../../components/work/WorkPage';
import { Head } from '../Head';
import { useModels } from '../store';
import { hashOf } from '../views';
import { Jumps, useJump } from './Jumps';
import classes from './Model.module.css';
import { ModelTitle } from './ModelTitle';
import { Summary } from './Summary';
import { Diagram } from './structure/Diagram';
import { Layers } from './structure/Layers';
import { Weights } from './structure/Weights';
import { useDetail } from './useDetail';

// Not seen at first, so not loaded at first.
const CardTab = lazy(async () => ({ default: (await import('./card/CardTab')).CardTab }));
const TryTab = lazy(async () => ({ default: (await import('./try/TryTab')).TryTab }));
const AwayTab = lazy(async () => ({ default: (await import('./away/AwayTab')).AwayTab }));

const ModuleView = lazy(async () => ({ default: (await import('../module/ModuleView')).ModuleView }));

const TABS = ['summary', 'try', 'away', 'card'] as const;
type Tab = (typeof TABS)[number];
const TAB_NAMES: Readonly<Record<Tab, string>> = {
  summary: 'Summary',
  try: 'Try it',
  away: 'Take away',
  card: 'Card',
};

/** A module of people's own has a view of its own. */
export function ModelView({ id }: { readonly id: string }) {
  const module = useModels((ui) => ui.models?.find((model) => model.id === id && model.kind === 'module'));
  return module ? <ModuleView model={module} /> : <OwnView id={id} />;
}

function OwnView({ id }: { readonly id: string }) {
  const [tab, setTab] = useState<Tab>('summary');
  const { panel, jump } = useJump(setTab);
  const listed = useModels((ui) => ui.models?.find((model) => model.id === id));
  const gone = useModels((ui) => ui.models !== null && !ui.models.some((model) => model.id === id));
  const found = useDetail(id);
  const detail = typeof found === 'object' ? found : null;
  if (gone && (detail === null || typeof found === 'string')) return <Missing id={id} />;
  const model = listed ?? detail;
  return (
    <WorkPage
      head={<Head view="model" />}
      scrolls
      workTestId="model"
      panel={
        <div ref={panel} className={classes.panel}>
          <PanelTabs tabs={TABS} names={TAB_NAMES} tab={tab} onTab={setTab}>
            {detail && model ? <Body tab={tab} detail={{ ...detail, ...model }} /> : <Skeleton height={160} />}
          </PanelTabs>
        </div>
      }
    >
      <Parts>
        {model && <ModelTitle model={model} />}
        <Jumps tabs={TABS} names={TAB_NAMES} onJump={jump} />
        {detail ? (
          <>
            {detail.layers.length > 0 && <Diagram layers={detail.layers} />}
            {detail.layers.length > 0 && <Layers layers={detail.layers} />}
            {detail.tensors.length > 0 && <Weights tensors={detail.tensors} />}
          </>
        ) : typeof found === 'string' ? (
          <Trouble>It could not be looked into: {found} What is stored is as it was.</Trouble>
        ) : (
          <Skeleton height={280} />
        )}
      </Parts>
    </WorkPage>
  );
}

function Body({ tab, detail }: { readonly tab: Tab; readonly detail: ModelDetail }) {
  switch (tab) {
    case 'summary':
      return <Summary model={detail} />;
    case 'try':
      return <TryTab model={detail} />;
    case 'away':
      return <AwayTab model={detail} />;
    case 'card':
      return <CardTab model={detail} />;
  }
}

function Missing({ id }: { readonly id: string }) {
  return (
    <>
      <div className={classes.head}>
        <Head view="model" />
      </div>
      <EmptyState
        icon={SearchX}
        title="There is no such model here"
        actions={<a href={hashOf({ view: 'list' })}>To all models</a>}
      >
        It may have been deleted, or <code>{id}</code> belongs to another device: models stay where they were made.
      </EmptyState>
    </>
  );
}
