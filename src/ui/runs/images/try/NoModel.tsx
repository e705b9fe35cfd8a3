// Before there is an image model: what one is for, and the shipped one trained by one click, its progress shown here.

import { Anchor, Button } from '@mantine/core';
import { Brain } from 'lucide-react';
import { useState } from 'react';
import { service } from '../../../../client';
import type { ActiveRun } from '../../../../wire/runs';
import { attempt } from '../../../components/attempt';
import { BusyButton } from '../../../components/BusyButton';
import { EmptyState } from '../../../components/EmptyState';
import { formatPercent, plural } from '../../../components/format';
import { ProgressLine } from '../../../components/ProgressLine';
import { Note } from '../../../components/Section';
import { hashOf } from '../../views';
import { linkTo } from '../place';
import { useImages } from '../store';
import { trainOn } from '../training';
import classes from './Try.module.css';

export function NoModel() {
  const active = useImages((ui) => ui.active);
  const queue = useImages((ui) => ui.queue);
  const shipped = useImages((ui) => ui.images?.sets.find((set) => set.shipped));
  const [busy, setBusy] = useState(false);
  const [started, setStarted] = useState<string | null>(null);
  const train = async () => {
    if (!shipped) return;
    setBusy(true);
    setStarted((await trainOn(shipped)) ?? null);
    setBusy(false);
  };
  const waits = queue.some(({ id }) => id === started);
  return (
    <>
      <EmptyState
        icon={Brain}
        title="No image model yet"
        actions={
          active?.kind !== 'image' &&
          !waits && (
            <>
              <BusyButton busy={busy} possible={shipped !== undefined} onClick={() => void train()}>
                Teach one the digits
              </BusyButton>
              <Button component="a" href={linkTo({ view: 'datasets', set: null })} variant="default">
                Use images of mine
              </Button>
            </>
          )
        }
      >
        A small network learns from {shipped ? plural(totalOf(shipped.parts), 'drawn digit') : 'drawn digits'} that come
        with the app, on this device, in less than a minute. Then draw a digit, and see what it makes of it while you
        draw.
      </EmptyState>
      {active?.kind === 'image' && <Teaching run={active} />}
      {waits && (
        <p className={classes.teaching} role="status">
          It waits until the run that is on has ended: see{' '}
          <Anchor inherit href="#/runs">
            Runs
          </Anchor>
          .
        </p>
      )}
    </>
  );
}

function totalOf(parts: readonly { readonly n: number }[]): number {
  return parts.reduce((sum, { n }) => sum + n, 0);
}

function Teaching({ run }: { readonly run: ActiveRun }) {
  const { epoch, epochs, step, steps, rate, secondsLeft, doing, phase, latest } = run;
  const accuracy = latest.val_acc;
  const label =
    phase === 'paused' ? 'Paused' : doing || `Epoch ${Math.max(1, epoch)}${epochs === null ? '' : ` of ${epochs}`}`;
  return (
    <div className={classes.teaching} data-testid="teaching">
      <ProgressLine
        label={label}
        share={steps === null || steps === 0 ? null : step / steps}
        rate={{ perSecond: rate, unit: 'steps' }}
        secondsLeft={secondsLeft}
        cancelLabel="Stop"
        onCancel={() => void attempt('stop the training', () => service.runs.control('stop', run.id))}
      >
        <Note>
          {accuracy !== undefined && `${formatPercent(accuracy)} right on images it does not learn from. `}
          You may leave this page meanwhile;{' '}
          <Anchor inherit href={hashOf({ view: 'run', id: run.id })}>
            its run
          </Anchor>{' '}
          has the curves, and can be paused there.
        </Note>
      </ProgressLine>
    </div>
  );
}
