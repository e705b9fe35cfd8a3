// All runs, the one that is on over them with its curves, and the next one beside them.

import { Skeleton } from '@mantine/core';
import { useRef } from 'react';
import { Trouble } from '../../components/part/Part';
import { PanelBody } from '../../components/work/PanelBody';
import { WorkPage } from '../../components/work/WorkPage';
import { Live } from '../active/Live';
import { Queue } from '../active/Queue';
import { RunTransport } from '../active/RunTransport';
import { Telling } from '../active/Telling';
import { Head } from '../Head';
import { ImportCsv } from '../ImportCsv';
import { Invitation } from '../start/Invitation';
import { START_FORM, StartPanel, useChosenConfig } from '../start/StartPanel';
import { useRuns } from '../store';
import { RunTable } from './RunTable';

export function TableView({ config: id }: { readonly config: string | null }) {
  const config = useChosenConfig(id);
  const runs = useRuns((ui) => ui.runs);
  const trouble = useRuns((ui) => ui.unlisted.runs);
  const isOn = useRuns((ui) => ui.state?.active != null);
  const title = useRef<HTMLHeadingElement>(null);
  const panel = (
    <PanelBody>
      <Queue after={title} />
      <StartPanel config={config} titleRef={title} />
      <Telling />
      <ImportCsv />
    </PanelBody>
  );
  return (
    <WorkPage
      head={<Head view="table" />}
      transport={<RunTransport next={config ? { name: config.name, form: START_FORM } : undefined} />}
      transportFirst
      panel={panel}
      scrolls
    >
      <Live />
      {runs === null ? (
        trouble === null ? (
          <Skeleton height={200} />
        ) : (
          <Trouble>The runs could not be listed: {trouble} What is stored is as it was.</Trouble>
        )
      ) : runs.length > 0 ? (
        <RunTable runs={runs} />
      ) : (
        !isOn && <Invitation />
      )}
    </WorkPage>
  );
}
