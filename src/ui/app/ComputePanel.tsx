// Why this way of computing was chosen, what each of the others was measured at, and the choice.

import { Radio } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { service } from '../../client';
import { BACKENDS, type Backend, type BackendCandidate, type ComputeState } from '../../wire/service';
import { BusyButton } from '../components/BusyButton';
import { formatMilliseconds } from '../components/format';
import { showError } from '../components/notify';
import classes from './ComputePanel.module.css';
import { BACKEND_MEANINGS, BACKEND_NAMES, describeCompute } from './compute';
import { useEngine } from './engineState';

export function ComputePanel({ compute }: { readonly compute: ComputeState }) {
  const [busy, setBusy] = useState(false);

  const waiting = busy || compute.phase === 'measuring';
  const change = async (doing: string, work: () => Promise<ComputeState>) => {
    if (waiting) return;
    setBusy(true);
    try {
      useEngine.setState({ compute: await work() });
    } catch (error) {
      showError(error, doing);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className={classes.panel}>
      <h2 className={classes.title}>{describeCompute(compute)}</h2>
      <p className={classes.reason} aria-live="polite">
        {compute.phase === 'measuring' ? 'Measuring what this device computes with best…' : compute.reason}
      </p>
      <Radio.Group
        label="Compute with"
        value={compute.override}
        onChange={(value) =>
          void change('change how to compute', () => service.compute.setOverride(value as Backend | 'auto'))
        }
      >
        <div className={classes.choices}>
          <Radio
            value="auto"
            aria-disabled={waiting}
            label="The fastest by measurement"
            description="Measured on this device when it starts"
          />
          {BACKENDS.map((backend) => (
            <Choice
              key={backend}
              backend={backend}
              candidate={compute.candidates.find((candidate) => candidate.backend === backend)}
              waiting={waiting}
            />
          ))}
        </div>
      </Radio.Group>
      <BusyButton
        size="xs"
        variant="default"
        busy={waiting}
        leftSection={<RefreshCw size={14} aria-hidden />}
        onClick={() => void change('measure again', () => service.compute.measureAgain())}
      >
        Measure again
      </BusyButton>
      <Facts compute={compute} />
    </div>
  );
}

interface ChoiceProps {
  readonly backend: Backend;
  readonly candidate: BackendCandidate | undefined;
  /** Nothing can be chosen just now. It keeps the focus: the panel would lose it, and Escape with it. */
  readonly waiting: boolean;
}

function Choice({ backend, candidate, waiting }: ChoiceProps) {
  const time = candidate?.ms == null ? null : formatMilliseconds(candidate.ms);
  const note = candidate?.note ? candidate.note : BACKEND_MEANINGS[backend];
  return (
    <Radio
      value={backend}
      disabled={candidate?.status === 'failed'}
      aria-disabled={waiting}
      label={
        <span className={classes.choice}>
          {BACKEND_NAMES[backend]}
          <span className={classes.time}>
            {time ?? (candidate?.status === 'failed' ? 'cannot run' : 'not measured')}
          </span>
        </span>
      }
      description={note}
      classNames={{ body: classes.body!, labelWrapper: classes.label! }}
    />
  );
}

function Facts({ compute }: { readonly compute: ComputeState }) {
  return (
    <dl className={classes.facts}>
      <dt>Threads</dt>
      <dd>{compute.threads}</dd>
      <dt>Cross-origin isolated</dt>
      <dd>{compute.crossOriginIsolated ? 'yes' : 'no: this address allows a single thread'}</dd>
      <dt>Relaxed SIMD</dt>
      <dd>{compute.relaxedSimd ? 'yes' : 'no: this browser lacks it, and computes slower'}</dd>
    </dl>
  );
}
