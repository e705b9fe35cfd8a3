// Play, pause, step, reset and speed: always in reach, under the plane on a phone and beside it elsewhere.

import { ActionIcon, Button, NativeSelect, Tooltip } from '@mantine/core';
import { Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { service } from '../../../client';
import { attempt, control, isMoving, togglePlay } from '../actions';
import { usePoints } from '../store';
import { FitProgressLine } from './FitProgressLine';
import classes from './Transport.module.css';

/** Iterations a second; 0 stands for as fast as possible. */
const SPEEDS = [1, 2, 5, 10, 25, 0] as const;

export function Transport() {
  const phase = usePoints((state) => state.state?.fit.phase ?? 'idle');
  const moving = usePoints(isMovingNow);
  const empty = usePoints((state) => (state.state?.dataset.n ?? 0) === 0);
  const earlier = usePoints((state) => state.state?.earlierOptions ?? false);
  const fresh = usePoints((state) => state.state?.fit.phase === 'idle' && !state.state.mixture);
  const label = moving
    ? 'Pause'
    : earlier
      ? 'Fit'
      : phase === 'paused'
        ? 'Continue'
        : phase === 'finished'
          ? 'Again'
          : 'Fit';
  return (
    <section className={classes.root} aria-label="Fit">
      <div className={classes.buttons}>
        <Tooltip label={`${label} · Space`}>
          <Button
            className={classes.play ?? ''}
            size="md"
            disabled={empty && !moving}
            aria-keyshortcuts="Space"
            leftSection={moving ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
            onClick={() => void togglePlay()}
          >
            {label}
          </Button>
        </Tooltip>
        <Tooltip label="One iteration · .">
          <ActionIcon
            size={42}
            variant="default"
            aria-label="One iteration"
            aria-keyshortcuts="."
            disabled={empty || isMovingPhase(phase)}
            onClick={() => void control('step')}
          >
            <StepForward size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Forget the fit, keep the points">
          <ActionIcon
            size={42}
            variant="default"
            aria-label="Reset the fit"
            disabled={fresh}
            onClick={() => void control('reset')}
          >
            <RotateCcw size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Speed />
      </div>
      <FitProgressLine />
    </section>
  );
}

const isMovingNow = () => isMoving();

function isMovingPhase(phase: string): boolean {
  return phase === 'running' || phase === 'starting' || phase === 'selecting';
}

function Speed() {
  const speed = usePoints((state) => state.state?.speed ?? null);
  const known = SPEEDS.some((item) => item === (speed ?? 0));
  const all = known ? SPEEDS : [...SPEEDS.slice(0, -1), speed ?? 0, 0];
  return (
    <NativeSelect
      className={classes.speed ?? ''}
      size="md"
      aria-label="Speed, iterations a second"
      data={all.map((item) => ({ value: String(item), label: item === 0 ? 'Full speed' : `${item} a second` }))}
      value={String(speed ?? 0)}
      onChange={(event) => {
        const value = Number(event.currentTarget.value);
        void attempt('change the speed', () => service.points.setSpeed(value === 0 ? null : value));
      }}
    />
  );
}
