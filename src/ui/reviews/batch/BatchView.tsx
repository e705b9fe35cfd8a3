// A model over many texts at once: what to run it on, how far it is, and how well it does.

import { Loader } from '@mantine/core';
import { useEffect } from 'react';
import { Trouble } from '../../components/part/Part';
import { followDatasets } from '../datasets/sync';
import classes from './Batch.module.css';
import { Figures } from './figures/Figures';
import { Rows } from './rows/Rows';
import { Intro } from './setup/Intro';
import { Running } from './setup/Running';
import { Setup } from './setup/Setup';
import { useBatch } from './store';
import { followBatch } from './sync';

export function BatchView() {
  const state = useBatch((all) => all.state);
  const analysed = useBatch((all) => all.analysed);
  const unreachable = useBatch((all) => all.unreachable);
  useEffect(followBatch, []);
  useEffect(followDatasets, []);
  if (!state) {
    return unreachable === null ? (
      <p className={classes.waiting} role="status">
        <Loader size="xs" aria-hidden /> Looking for the last batch…
      </p>
    ) : (
      <Trouble>The batch cannot be shown at present: {unreachable} What is stored is safe.</Trouble>
    );
  }
  const { status } = state;
  const busy = status.phase === 'preparing' || status.phase === 'running';
  const underWay = busy || status.phase === 'paused';
  const scored = analysed !== null && analysed.scores.index.length > 0;
  return (
    <div className={classes.view}>
      {status.phase === 'idle' && <Intro />}
      {underWay ? <Running status={status} /> : <Setup />}
      {status.phase === 'failed' && <Trouble>The batch stopped. {status.message}</Trouble>}
      {status.phase !== 'idle' && scored && (
        <>
          <Figures
            analysed={analysed}
            model={status.model}
            dataset={status.dataset}
            learnt={status.learnt ?? 0}
            whole={status.phase === 'finished'}
          />
          {!busy && <Rows analysed={analysed} model={status.request.model} />}
        </>
      )}
    </div>
  );
}
