// What a batch is for, and one click to have one.

import { Button } from '@mantine/core';
import { Layers } from 'lucide-react';
import { REVIEWS_DATASET } from '../../../../wire/batch';
import { EmptyState } from '../../../components/EmptyState';
import { plural } from '../../../components/format';
import { choose, EMPTY, useBatch } from '../store';
import { run } from './commands';
import { countOf, type Offered, partsOf, resolved, useOffered } from './resolve';

export function Intro() {
  const offered = useOffered();
  const labelled = countOf(offered.kept, 'labelled');
  const newest = offered.datasets[0];
  const runOn = (dataset: string) => {
    choose({ dataset, split: null, labelled: true, num_files: null });
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
              Run on {keptWords(offered)}
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

/** Those that are run on: none that a model has learnt from, where there are others. */
function keptWords(offered: Offered): string {
  const { split } = resolved({ ...EMPTY.choice, dataset: REVIEWS_DATASET }, offered);
  const n = partsOf(offered.kept, EMPTY.choice).find((part) => part.split === split)?.n ?? 0;
  if (split === null) return `the ${plural(countOf(offered.kept, 'labelled'), 'review')} you labelled`;
  return split === 'test'
    ? `the ${plural(n, 'review')} held out for judging`
    : `the ${plural(n, 'labelled review')} that no model has learnt from`;
}
