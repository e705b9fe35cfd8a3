// Start, pause, step, stop, start over and speed: always in reach.

import { Button } from '@mantine/core';
import { RotateCcw, Square, StepForward } from 'lucide-react';
import { useState } from 'react';
import type { StreamStatus } from '../../../wire/stream';
import { ActionButton, PlayButton, SpeedSelect } from '../../components/transport/buttons';
import { Question } from '../../components/transport/status';
import { Transport } from '../../components/transport/Transport';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { isMoving, isOn, reset, setSpeed, startOver, step, stop, togglePlay } from '../actions';
import { useStream } from '../store';
import { RunStatus } from './RunStatus';

type Phase = StreamStatus['phase'];

export function StreamTransport() {
  const phase = useStream((ui) => ui.state?.status.phase);
  const [asking, setAsking] = useState(false);
  const nothing = phase === undefined || phase === 'idle';
  // Of the run that was there: the next one has not been asked about.
  if (asking && phase === 'idle') setAsking(false);
  const moving = isMoving(phase);
  const busy = phase === undefined || phase === 'stopping';
  const buttons = (
    <>
      <PlayButton moving={moving} label={playWord(phase)} disabled={busy} onClick={() => void togglePlay()} />
      <ActionButton
        icon={StepForward}
        label="Step one batch"
        hint="Learn one batch"
        disabled={busy || moving}
        onClick={() => void step()}
      />
      <ActionButton
        icon={Square}
        label="Stop and save"
        hint="End this batch, save, and stop"
        disabled={busy || !isOn(phase)}
        onClick={() => void stop()}
      />
      <ActionButton
        icon={RotateCcw}
        label="Start over…"
        hint="Start over: forget run and model"
        expanded={asking}
        disabled={busy || nothing}
        onClick={() => setAsking(!asking)}
      />
      <Speed />
    </>
  );
  return (
    <Transport label="Run" buttons={buttons} buttonsStay>
      {asking && !nothing && <StartOver onDone={() => setAsking(false)} />}
      <RunStatus />
    </Transport>
  );
}

function playWord(phase: Phase | undefined): string {
  if (isMoving(phase)) return 'Pause';
  return phase === undefined || phase === 'idle' ? 'Start' : 'Go on';
}

function StartOver({ onDone }: { readonly onDone: () => void }) {
  const keep = useFocusOnMount<HTMLButtonElement>();
  const after = (work: Promise<unknown>) => void work.then(onDone);
  return (
    <Question label="Start over" words="This run and its model will be forgotten. Runs that you kept stay.">
      <Button size="compact-xs" color="red" onClick={() => after(reset())}>
        Forget them
      </Button>
      <Button size="compact-xs" variant="light" onClick={() => after(startOver())}>
        Forget, and start anew
      </Button>
      <Button ref={keep} size="compact-xs" variant="default" onClick={onDone}>
        Keep
      </Button>
    </Question>
  );
}

/** Batches a second. */
const SPEEDS = [
  [2, 'Slow, 2/s'],
  [20, '20/s'],
  [200, '200/s'],
] as const;

function Speed() {
  const speed = useStream((ui) => ui.state?.speed ?? null);
  const choose = (chosen: number | null) => void setSpeed(chosen);
  return <SpeedSelect label="Speed, batches a second" speeds={SPEEDS} speed={speed} onSpeed={choose} />;
}
