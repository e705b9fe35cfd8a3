// The training of a module: begun, stopped, and how it stands in words.

import { Button } from '@mantine/core';
import { Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ModuleTraining } from '../../../wire/library';
import { formatTimeLeft, plural } from '../../components/format';
import { formatDuration } from '../../components/metrics/words';
import { ActionButton, PlayButton } from '../../components/transport/buttons';
import { Facts, Failure, Found, StatusLine } from '../../components/transport/status';
import { Transport } from '../../components/transport/Transport';
import { useFocusStays } from '../../components/useFocusStays';
import { useModels } from '../store';
import { hashOf } from '../views';
import { resumeTraining, stopTraining, train } from './actions';
import { argsOf } from './args';
import { useModule } from './store';
import { useTraining } from './sync';

export function ModuleTransport({ id }: { readonly id: string }) {
  const training = useTraining(id);
  const script = useModule((ui) => ui.info?.trainingScript ?? null);
  const sound = useModule((ui) => ui.settings !== null && argsOf(ui.settings.args).ok);
  const other = useModels((ui) => {
    const on = ui.state?.training;
    return on?.phase === 'running' && on.model !== id ? on.model : null;
  });
  const running = training?.phase === 'running';
  // Its button goes when it is pressed.
  const rest = useFocusStays<HTMLDivElement>();
  const buttons = (
    <>
      <PlayButton
        moving={false}
        label={running ? 'Training…' : 'Train'}
        disabled={running || other !== null || script === null || !sound}
        onClick={() => void train(id)}
      />
      <ActionButton
        icon={Square}
        label="Stop"
        hint="Stop at once, and keep nothing of it"
        disabled={!running}
        onClick={() => void stopTraining()}
      />
    </>
  );
  return (
    <Transport label="Training" buttons={buttons} buttonsStay>
      <div ref={rest} tabIndex={-1}>
        {other !== null ? <Other id={other} /> : <Status id={id} training={training} script={script} />}
      </div>
    </Transport>
  );
}

function Other({ id }: { readonly id: string }) {
  const name = useModels((ui) => ui.models?.find((model) => model.id === id)?.name ?? 'Another module');
  return (
    <StatusLine lines={3} quiet testId="module-status">
      <p>
        <a href={hashOf({ view: 'model', id })}>{name}</a> is being trained. One at a time: this one can be trained when
        that has ended.
      </p>
    </StatusLine>
  );
}

interface StatusProps {
  readonly id: string;
  readonly training: ModuleTraining | null;
  readonly script: string | null;
}

function Status({ id, training, script }: StatusProps) {
  if (!training) {
    return (
      <StatusLine lines={3} quiet testId="module-status">
        <p>
          {script === null
            ? 'It has no training script yet: make a train.js that exports “train”.'
            : `Not trained yet: this runs ${script}, alone and shut off from everything but its files.`}
        </p>
      </StatusLine>
    );
  }
  const { phase, seconds, wrote } = training;
  switch (phase) {
    case 'running':
      return <Running training={training} />;
    case 'finished':
      return (
        <StatusLine lines={3} testId="module-status" phase={phase}>
          <p>
            <strong>Trained</strong> in {formatDuration(seconds)}. It left {plural(wrote.length, 'file')}.
          </p>
        </StatusLine>
      );
    case 'stopped':
      return (
        <StatusLine lines={3} testId="module-status" phase={phase}>
          <p>
            <strong>Stopped</strong> after {formatDuration(seconds)}. Nothing of it was kept.
          </p>
        </StatusLine>
      );
    case 'failed':
      return (
        <div data-testid="module-status" data-phase={phase}>
          <Failure title="The training failed.">
            After {formatDuration(seconds)}. Nothing was changed. Why stands under the files.
          </Failure>
        </div>
      );
    case 'interrupted':
      return <Interrupted id={id} training={training} script={script} />;
  }
}

/** Begun again as it was; Train begins anew, as it is set now. */
function Interrupted({ id, training: { left }, script }: StatusProps & { readonly training: ModuleTraining }) {
  return (
    <StatusLine lines={3} testId="module-status" phase="interrupted">
      <Found>
        <span>
          <strong>The training was interrupted.</strong>{' '}
          {left.length > 0
            ? `It had written ${plural(left.length, 'file')}: begun again, it finds them, and goes on where it saved.`
            : 'It had written nothing by then: begun again, it starts from the beginning, with the same arguments.'}
        </span>
        <Button size="compact-sm" disabled={script === null} onClick={() => void resumeTraining(id)}>
          {left.length > 0 ? 'Go on' : 'Start again'}
        </Button>
      </Found>
    </StatusLine>
  );
}

function Running({ training }: { readonly training: ModuleTraining }) {
  const seconds = useSeconds(training);
  return (
    <StatusLine lines={3} testId="module-status" phase="running">
      <p>
        <strong>Training</strong>
        {training.args.length > 0 && <> with {training.args.join(' ')}</>}
      </p>
      <Facts>
        <span>{formatDuration(seconds)}</span>
        <span>{limitOf(training)} at most</span>
        <span>this tab or another of the app has to stay open</span>
      </Facts>
    </StatusLine>
  );
}

function limitOf({ most_seconds: most }: ModuleTraining): string {
  return most < 5 ? `${most} s` : formatTimeLeft(most);
}

/** Goes on between two words of the service. */
function useSeconds({ seconds }: ModuleTraining): number {
  const [clock, setClock] = useState({ told: seconds, at: performance.now(), now: performance.now() });
  if (clock.told !== seconds) setClock({ told: seconds, at: performance.now(), now: performance.now() });
  useEffect(() => {
    const timer = setInterval(() => setClock((was) => ({ ...was, now: performance.now() })), 500);
    return () => clearInterval(timer);
  }, []);
  return clock.told + (clock.now - clock.at) / 1000;
}
