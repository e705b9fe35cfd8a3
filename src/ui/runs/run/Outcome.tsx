// What came of a run: best and final values, what it learnt from, its checkpoints, and its files.

import { Anchor, Button } from '@mantine/core';
import { Archive, ArchiveRestore, Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RunDetail, RunSummary, TrainedModel } from '../../../wire/runs';
import { BusyButton } from '../../components/BusyButton';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { type Fact, FactList } from '../../components/facts/FactList';
import { formatBytes, formatCount, formatDate, plural } from '../../components/format';
import { Note, Section } from '../../components/Section';
import { hashOf as modelHash } from '../../models/views';
import { archiveRuns, deleteRuns, exportRun } from '../actions';
import { firstOf, goTo } from '../views';
import { KIND_WORDS } from '../words';
import { Metrics } from './Metrics';
import { Packing } from './Packing';
import classes from './Run.module.css';
import type { ModelAway } from './useModelAway';

interface OutcomeProps {
  readonly run: RunSummary;
  readonly detail: RunDetail | null;
  /** They do not stand elsewhere on the page. */
  readonly withMetrics: boolean;
  readonly away: ModelAway;
}

export function Outcome({ run, detail, withMetrics, away }: OutcomeProps) {
  const facts: readonly Fact[] = [
    ['Kind', KIND_WORDS[run.kind]],
    ['Model', run.model],
    ['Data', run.data],
    ['Configuration', run.config],
    ['Seed', run.seed === null ? '' : String(run.seed)],
    ['Computed by', run.engine],
    ['Rows of metrics', detail ? formatCount(detail.total_rows) : ''],
    ['Known by REST as', run.id],
  ];
  return (
    <>
      {withMetrics && <Metrics run={run} />}
      <Section title="About it">
        <FactList facts={facts} />
      </Section>
      {detail && detail.checkpoints.length > 0 && (
        <Section title="Checkpoints">
          <ul className={classes.checkpoints}>
            {detail.checkpoints.map(({ role, step, bytes, saved_at }) => (
              <li key={role}>
                {role === 'best' ? 'Best' : 'Last'}: after {plural(step, 'step')}
                <small>
                  {formatBytes(bytes)} · {formatDate(saved_at)}
                </small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Files run={run} trained={detail?.trained ?? []} away={away} />
    </>
  );
}

interface FilesProps {
  readonly run: RunSummary;
  readonly trained: readonly TrainedModel[];
  readonly away: ModelAway;
}

function Files({ run, trained, away }: FilesProps) {
  const [deleting, setDeleting] = useState(false);
  const remove = async () => {
    if (await deleteRuns([run.id])) goTo(firstOf('table'));
  };
  const { archived } = run;
  const model = trained.find(({ role }) => role === 'best') ?? trained[0];
  return (
    <Section title="Take it away">
      <div className={classes.tools}>
        {model && (
          <BusyButton
            size="compact-sm"
            variant="default"
            busy={away.busy === model.id}
            possible={away.busy === null}
            leftSection={<Download size={14} aria-hidden />}
            onClick={() => away.take(model)}
          >
            Model
          </BusyButton>
        )}
        <FileButton label="Metrics as CSV" onClick={() => void exportRun(run.id, 'csv')} />
        <FileButton label="TensorBoard" onClick={() => void exportRun(run.id, 'tensorboard')} />
      </div>
      <Packing away={away} />
      <Note>
        {model && (
          <>
            <Anchor inherit href={modelHash({ view: 'model', id: model.id })}>
              Under Models
            </Anchor>{' '}
            the model is there in other formats, too.{' '}
          </>
        )}
        The CSV is as Lightning’s logger writes it. The archive for TensorBoard holds a folder for{' '}
        <code>tensorboard --logdir</code>.
      </Note>
      <div className={classes.tools}>
        {deleting ? (
          <ConfirmDelete remove={remove} onDone={() => setDeleting(false)} />
        ) : (
          <>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={archived ? <ArchiveRestore size={14} aria-hidden /> : <Archive size={14} aria-hidden />}
              onClick={() => void archiveRuns([run], !archived)}
            >
              {archived ? 'Unarchive' : 'Archive'}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<Trash2 size={14} aria-hidden />}
              onClick={() => setDeleting(true)}
            >
              Delete
            </Button>
          </>
        )}
      </div>
    </Section>
  );
}

function FileButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button size="compact-sm" variant="default" leftSection={<Download size={14} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
}
