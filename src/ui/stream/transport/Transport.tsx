// Start, pause, step, stop, start over and speed: always in reach.

import { ActionIcon, Button, NativeSelect, Tooltip } from '@mantine/core';
import { Pause, Play, RotateCcw, Square, StepForward } from 'lucide-react';
import { useState } from 'react';
import type { StreamStatus } from '../../../wire/stream';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { isMoving, isOn, reset, setSpeed, startOver, step, stop, togglePlay } from '../actions';
import { useStream } from '../store';
import { StatusLine } from './StatusLine';
import classes from './Transport.module.css';

type Phase = StreamStatus['phase'];

export function Transport() {
  const phase = useStream((ui) => ui.state?.status.phase);
  const [asking, setAsking] = useState(false);
  const nothing = phase === undefined || phase === 'idle';
  return (
    <section className={classes.root} aria-label="Run">
      <div className={classes.buttons}>
        <PlayButton phase={phase} />
        <Tooltip label="Learn one batch">
          <ActionIcon
            size={42}
            variant="default"
            aria-label="Step one batch"
            disabled={phase === undefined || isMoving(phase) || phase === 'stopping'}
            onClick={() => void step()}
          >
            <StepForward size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="End this batch, save, and stop">
          <ActionIcon
            size={42}
            variant="default"
            aria-label="Stop and save"
            disabled={!isOn(phase) || phase === 'stopping'}
            onClick={() => void stop()}
          >
            <Square size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Start over: forget run and model">
          <ActionIcon
            size={42}
            variant="default"
            aria-label="Start over…"
            aria-expanded={asking}
            disabled={nothing || phase === 'stopping'}
            onClick={() => setAsking(!asking)}
          >
            <RotateCcw size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Speed />
      </div>
      {asking && !nothing && <StartOver onDone={() => setAsking(false)} />}
      <StatusLine />
    </section>
  );
}

function PlayButton({ phase }: { readonly phase: Phase | undefined }) {
  const moving = isMoving(phase);
  return (
    <Button
      className={classes.play ?? ''}
      size="md"
      disabled={phase === undefined || phase === 'stopping'}
      leftSection={moving ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
      onClick={() => void togglePlay()}
    >
      {playWord(phase)}
    </Button>
  );
}

function playWord(phase: Phase | undefined): string {
  if (isMoving(phase)) return 'Pause';
  return phase === undefined || phase === 'idle' ? 'Start' : 'Go on';
}

/** Asks once more, in place; the focus is on keeping it. */
function StartOver({ onDone }: { readonly onDone: () => void }) {
  const keep = useFocusOnMount<HTMLButtonElement>();
  const after = (work: Promise<unknown>) => void work.then(onDone);
  return (
    <fieldset className={classes.asking} aria-label="Start over">
      <span>This run and its model will be forgotten. Runs that you kept stay.</span>
      <div className={classes.answers}>
        <Button size="compact-xs" color="red" onClick={() => after(reset())}>
          Forget them
        </Button>
        <Button size="compact-xs" variant="light" onClick={() => after(startOver())}>
          Forget, and start anew
        </Button>
        <Button ref={keep} size="compact-xs" variant="default" onClick={onDone}>
          Keep
        </Button>
      </div>
    </fieldset>
  );
}

/** Batches a second; 0 stands for as fast as possible. */
const SPEEDS: readonly (readonly [number, string])[] = [
  [2, 'Slow, 2/s'],
  [20, '20/s'],
  [200, '200/s'],
  [0, 'Full speed'],
];

function Speed() {
  const speed = useStream((ui) => ui.state?.speed ?? 0);
  const known = SPEEDS.some(([value]) => value === speed);
  const all = known ? SPEEDS : [...SPEEDS, [speed, `${speed} a second`] as const].sort(bySpeed);
  return (
    <NativeSelect
      className={classes.speed ?? ''}
      size="md"
      aria-label="Speed, batches a second"
      data={all.map(([value, label]) => ({ value: String(value), label }))}
      value={String(speed)}
      onChange={(event) => void setSpeed(Number(event.currentTarget.value) || null)}
    />
  );
}

function bySpeed([a]: readonly [number, string], [b]: readonly [number, string]): number {
  return (a || Number.POSITIVE_INFINITY) - (b || Number.POSITIVE_INFINITY);
}
