// What a batch is for, and one click to have one.

import { Button } from '@mantine/core';
import { Layers } from 'lucide-react';
import { REVIEWS_DATASET } from '../../../../wire/batch';
import { EmptyState } from '../../../components/EmptyState';
import { plural } from '../../../components/format';
import { choose, useBatch } from '../store';
import { run } from './commands';
import { resolved, useOffered } from './resolve';

export function Intro() {
  const offered = useOffered();
  const { labelled } = offered;
  const newest = offered.datasets[0];
  const runOn = (dataset: string) => {
    choose({ dataset, split: null, num_files: null });
    void run(resolved(useBatch.getState().choice, offered));
  };
  return (
    <EmptyState
      icon={Layers}
      title="How good is the model on many reviews?"
      actions={
        <>
          {labelled > 0 && (
            <Button size="xs" onClick={() => runOn(REVIEWS_DATASET)}>
              Run on the {plural(labelled, 'review')} you labelled
            </Button>
          )}
          {labelled === 0 && newest && (
            <Button size="xs" onClick={() => runOn(newest.id)}>
              Run on {newest.name}
            </Button>
          )}
          <Button
            size="xs"
            variant={labelled > 0 || newest ? 'default' : 'filled'}
            component="a"
            href="#/reviews/datasets"
          >
            Import a dataset
          </Button>
        </>
      }
    >
      Draw as many reviews of each label as you like, have them all scored, and see how often the model is right, which
      ones it gets wrong, and why. It runs in the background.
    </EmptyState>
  );
}
