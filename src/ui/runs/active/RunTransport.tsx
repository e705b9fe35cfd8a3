// The run that is on, or that nothing is: pause, go on, stop, and how it stands in words.

import { Button } from '@mantine/core';
import { Square } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { ActiveRun } from '../../../wire/runs';
import { formatBytes, formatCount, formatRate, formatShare, formatTimeLeft } from '../../components/format';
import { ProgressBar } from '../../components/ProgressBar';
import { ActionButton, PlayButton } from '../../components/transport/buttons';
import { Facts, Failure, Found, Question, StatusLine } from '../../components/transport/status';
import { Transport } from '../../components/transport/Transport';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { pauseRun, playRun, resumeRun, stopRun } from '../actions';
import { useRuns } from '../store';
import { hashOf } from '../views';
import { ACTIVE_WORDS } from '../words';
import classes from './Active.module.css';

interface RunTransportProps {
  /** What is started where nothing is on: its name, and the form that starts it. */
  readonly next?: { readonly name: string; readonly form: string } | undefined;
}

export function RunTransport({ next }: RunTransportProps) {
  const state = useRuns((ui) => ui.state);
  const unreachable = useRuns((ui) => ui.unreachable);
  /** The run that it was asked of whether to stop it; the question goes with it. */
  const [asked, setAsked] = useState<string | null>(null);
  const active = state?.active ?? null;
  const stopping = active !== null && active.id === asked;
  const paused = active?.phase === 'paused';
  // A run that is judged has taken its last step, and can be stopped all the same.
  const ending = active?.phase === 'stopping' && !active.judging;
  const settled = active?.phase === 'running' || paused;
  // One button for all of it: a keyboard that pressed Start is on Pause.
  const play = () => {
    if (active) void (paused ? playRun(active.id) : pauseRun(active.id));
  };
  const buttons = (
    <>
      <PlayButton
        moving={active !== null && !paused}
        label={active === null ? 'Start' : paused ? 'Go on' : 'Pause'}
        disabled={active === null ? !state || !next : !settled}
        form={active === null ? next?.form : undefined}
        onClick={play}
      />
      {active && (
        <ActionButton
          icon={Square}
          label="Stop…"
          hint="Stop, and keep the best and the last model"
          disabled={ending}
          expanded={stopping}
          onClick={() => setAsked(stopping ? null : active.id)}
        />
      )}
    </>
  );
  return (
    <Transport label="Run" buttons={buttons} buttonsStay>
      {stopping && !ending && <StopQuestion run={active} onDone={() => setAsked(null)} />}
      {unreachable !== null && !state ? (
        <Failure title="The runs cannot be reached.">{unreachable}</Failure>
      ) : active ? (
        <Status active={active} />
      ) : (
        <AtRest next={next?.name ?? null} />
      )}
    </Transport>
  );
}

function StopQuestion({ run, onDone }: { readonly run: ActiveRun; readonly onDone: () => void }) {
  const keep = useFocusOnMount<HTMLButtonElement>();
  const stop = () => void stopRun(run.id).then(onDone);
  const leave = (event: KeyboardEvent) => event.key === 'Escape' && onDone();
  return (
    <Question
      label="Stop the run"
      words={
        run.judging
          ? 'Its judging ends at once. The best model is kept, and is judged when the run goes on later.'
          : 'It ends after the step it is in. The best and the last model are kept, and it can go on later.'
      }
    >
      <Button size="compact-sm" onClick={stop} onKeyDown={leave}>
        Stop the run
      </Button>
      <Button ref={keep} size="compact-sm" variant="default" onClick={onDone} onKeyDown={leave}>
        Keep training
      </Button>
    </Question>
  );
}

function Status({ active }: { readonly active: ActiveRun }) {
  const { id, name, phase, doing, epoch, epochs, step, steps, engine, memory, judging } = active;
  const share = shareOf(active);
  const moving = phase === 'running';
  const facts = [
    epoch > 0 && `epoch ${formatCount(epoch)}${epochs === null ? '' : ` of ${formatCount(epochs)}`}`,
    phase !== 'starting' && `step ${formatCount(step)}${steps === null ? '' : ` of ${formatCount(steps)}`}`,
    moving && active.rate > 0 && formatRate(active.rate, 'steps'),
    moving && active.examples_rate > 0 && formatRate(active.examples_rate, 'examples'),
    judging && judging.rate > 0 && formatRate(judging.rate, 'examples'),
    engine,
    memory !== null && `${formatBytes(memory)} memory`,
  ].filter((fact) => typeof fact === 'string' && fact !== '');
  const seconds = judging ? judging.secondsLeft : moving ? active.secondsLeft : null;
  const left = seconds !== null ? `${formatTimeLeft(seconds)} left` : null;
  return (
    <StatusLine lines={4} testId="run-status" phase={phase}>
      <p>
        <strong>{ACTIVE_WORDS[phase]}</strong> <a href={hashOf({ view: 'run', id })}>{name}</a>
        {doing && <span className={classes.doing}> · {doing}</span>}
      </p>
      <div className={classes.progress}>
        <ProgressBar
          className={classes.bar ?? ''}
          label={judging ? 'Progress of the judging' : 'Progress of the run'}
          share={share}
          moving={phase !== 'paused'}
        />
        <span className={classes.share}>{share === null ? '' : formatShare(share)}</span>
      </div>
      <div className={classes.figures}>
        <Facts>
          {left && <span>{left}</span>}
          {facts.map((fact) => (
            <span key={String(fact)}>{fact}</span>
          ))}
        </Facts>
      </div>
      {active.save_refused && (
        <Failure title="It could not be saved.">
          {active.saved_at
            ? 'What it learnt since the last save is in memory alone: '
            : 'What it learnt is in memory alone: '}
          it goes on, but a reload would lose that. Free some space on <a href="#/data">This device</a>.
        </Failure>
      )}
    </StatusLine>
  );
}

/** Of the run, or of its judging, 0 … 1; null where its end is not known. */
function shareOf({ step, steps, epoch, epochs, judging }: ActiveRun): number | null {
  if (judging) return judging.share;
  if (steps !== null && steps > 0) return Math.min(1, step / steps);
  return epochs !== null && epochs > 0 ? Math.min(1, Math.max(0, epoch - 1) / epochs) : null;
}

/** Nothing is on: what was interrupted, and what ended last. */
function AtRest({ next }: { readonly next: string | null }) {
  const state = useRuns((ui) => ui.state);
  if (!state) return <StatusLine lines={3}>Starting…</StatusLine>;
  const [first, ...others] = state.interrupted;
  return (
    <StatusLine lines={3} quiet testId="run-status" phase="idle">
      {first ? (
        <Found>
          <span>
            <strong>{first.name}</strong> was interrupted: its tab was closed while it ran. It can go on from its last
            checkpoint, just as if nothing had happened.
          </span>
          <Button size="compact-sm" onClick={() => void resumeRun(first.id)}>
            Go on with it
          </Button>
          {others.length > 0 && (
            <span>
              And {others.length} more, in the list as <em>Interrupted</em>.
            </span>
          )}
        </Found>
      ) : (
        <p>
          Nothing runs.{next && ` Start trains “${next}” as it is set up below.`} One run at a time has this device’s
          power; more wait in line.
        </p>
      )}
    </StatusLine>
  );
}
