// Without a dataset: what one is for, how to get the well-known one, and a small one to try, a click away.

import { Anchor } from '@mantine/core';
import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { BusyButton } from '../../components/BusyButton';
import classes from './DatasetsView.module.css';
import { startImport } from './import/importing';

const ACLIMDB = 'https://ai.stanford.edu/~amaas/data/sentiment/';

export function Welcome() {
  return (
    <section className={classes.welcome} aria-label="What a dataset is for">
      <h2>No datasets yet</h2>
      <p>
        A dataset is many texts with their labels, kept together. Labels are positive or negative: more than two classes
        are not possible yet. With one you can
      </p>
      <ul>
        <li>
          test a model on texts it has not seen, in{' '}
          <Anchor inherit href="#/reviews/batch">
            Batch
          </Anchor>
          ,
        </li>
        <li>train a model on it,</li>
        <li>keep what a model was trained on, to train on old and new together later.</li>
      </ul>
      <p>
        The one everybody compares with is{' '}
        <Anchor inherit href={ACLIMDB} target="_blank" rel="noreferrer">
          aclImdb
        </Anchor>
        , 50,000 film reviews with labels and as many without (84 MB; Maas et al., 2011). Download it there and drop it
        here as it is.
      </p>
      <SampleButton />
    </section>
  );
}

function SampleButton() {
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    const { sampleReviews, SAMPLE_REVIEWS } = await import('../../../ml/samples/reviews');
    const lines = sampleReviews().map((review) => JSON.stringify(review));
    const file = new Blob([`${lines.join('\n')}\n`], { type: 'application/jsonl' });
    await startImport({
      source: { kind: 'file', name: 'sample-reviews.jsonl', file },
      name: SAMPLE_REVIEWS.name,
      into: 'dataset',
      columns: { text: 0, label: 1, split: 2, positive: ['positive'] },
    });
    setBusy(false);
  };
  return (
    <div className={classes.sample}>
      <BusyButton leftSection={<Sparkles size={16} aria-hidden />} busy={busy} onClick={() => void take()}>
        Try 200 sample reviews
      </BusyButton>
      <span>
        Short ones, put together from sentences of our own: good to try things on, too easy to judge a model by.
      </span>
    </div>
  );
}
