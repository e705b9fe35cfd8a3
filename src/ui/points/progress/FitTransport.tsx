// Play, pause, step, reset and speed: always in reach, under the plane on a phone and beside it elsewhere.

import { RotateCcw, StepForward } from 'lucide-react';
import { service } from '../../../client';
import type { FitStatus } from '../../../wire/service';
import { attempt } from '../../components/attempt';
import { useShownKeys } from '../../components/letterKeys';
import { ActionButton, PlayButton, SpeedSelect } from '../../components/transport/buttons';
import { Transport } from '../../components/transport/Transport';
import { control, isMoving, togglePlay } from '../actions';
import { usePoints } from '../store';
import { FitProgressLine } from './FitProgressLine';

export function FitTransport() {
  return (
    <Transport label="Fit" buttons={<Buttons />}>
      <FitProgressLine />
    </Transport>
  );
}

function Buttons() {
  const phase = usePoints((state) => state.state?.fit.phase ?? 'idle');
  const empty = usePoints((state) => (state.state?.dataset.n ?? 0) === 0);
  const earlier = usePoints((state) => state.state?.earlierOptions ?? false);
  const fresh = usePoints((state) => state.state?.fit.phase === 'idle' && !state.state.mixture);
  const moving = isMoving(phase);
  const word = playWord(phase, earlier);
  const play = useShownKeys('Space');
  const step = useShownKeys('.');
  return (
    <>
      <PlayButton
        moving={moving}
        label={word}
        hint={HINTS[word]}
        disabled={empty && !moving}
        keys={play}
        onClick={() => void togglePlay()}
      />
      <ActionButton
        icon={StepForward}
        label="One iteration"
        {...(step === undefined ? {} : { keys: step })}
        disabled={empty || moving}
        onClick={() => void control('step')}
      />
      <ActionButton
        icon={RotateCcw}
        label="Reset the fit"
        hint="Forget the fit, keep the points"
        disabled={fresh}
        onClick={() => void control('reset')}
      />
      <Speed />
    </>
  );
}

type PlayWord = 'Pause' | 'Fit' | 'Continue' | 'Again';

const HINTS: Readonly<Partial<Record<PlayWord, string>>> = { Again: 'Fit again, from the start' };

function playWord(phase: FitStatus['phase'], earlier: boolean): PlayWord {
  if (isMoving(phase)) return 'Pause';
  if (earlier) return 'Fit';
  if (phase === 'paused') return 'Continue';
  return phase === 'finished' ? 'Again' : 'Fit';
}

/** Iterations a second. */
const SPEEDS = [1, 2, 5, 10, 25].map((speed) => [speed, `${speed} a second`] as const);

function Speed() {
  const speed = usePoints((state) => state.state?.speed ?? null);
  const choose = (chosen: number | null) => void attempt('change the speed', () => service.points.setSpeed(chosen));
  return <SpeedSelect label="Speed, iterations a second" speeds={SPEEDS} speed={speed} onSpeed={choose} />;
}
