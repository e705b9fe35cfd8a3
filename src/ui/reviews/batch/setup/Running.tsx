// A batch under way: how far it is, how fast, how long yet, and how to stop it.

import { Button } from '@mantine/core';
import { Pause, Play } from 'lucide-react';
import type { BatchStatus } from '../../../../wire/batch';
import { formatCount } from '../../../components/format';
import { ProgressLine } from '../../../components/ProgressLine';
import { Note } from '../../../components/Section';
import classes from '../Batch.module.css';
import { control } from './commands';

export function Running({ status }: { readonly status: Exclude<BatchStatus, { phase: 'idle' }> }) {
  const { phase, done, total, rate, secondsLeft, dataset, model } = status;
  const paused = phase === 'paused';
  return (
    <section className={classes.setup} aria-label="Batch under way">
      <ProgressLine
        label={`${WORDS[phase]} ${dataset} with ${model}: ${formatCount(done)} of ${formatCount(total)}`}
        share={phase === 'preparing' ? null : total === 0 ? 1 : done / total}
        rate={{ perSecond: paused ? 0 : rate, unit: 'texts' }}
        secondsLeft={paused ? null : secondsLeft}
        onCancel={() => control('cancel')}
      >
        <div className={classes.controls}>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
            onClick={() => control(paused ? 'play' : 'pause')}
          >
            {paused ? 'Go on' : 'Pause'}
          </Button>
          <Note>It goes on in the background, and after a reload. Cancel forgets what is scored.</Note>
        </div>
      </ProgressLine>
    </section>
  );
}

const WORDS: Readonly<Record<Exclude<BatchStatus['phase'], 'idle'>, string>> = {
  preparing: 'Drawing from',
  running: 'Scoring',
  paused: 'Paused:',
  finished: 'Scored',
  failed: 'Stopped:',
};
