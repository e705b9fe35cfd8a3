// Bringing in texts to label: a few of ours to try, many pasted, or a file.

import { Button, Collapse, Textarea } from '@mantine/core';
import { useState } from 'react';
import { service } from '../../../client';
import { sampleReviews } from '../../../ml/samples/reviews';
import { MAX_REVIEWS_ADDED } from '../../../wire/limits';
import { plural } from '../../components/format';
import { Note, Section } from '../../components/Section';
import { attempt } from '../actions';
import { ImportForm } from '../datasets/import/ImportForm';
import classes from './Label.module.css';

const SAMPLE = 12;

async function add(texts: readonly string[], source: string): Promise<boolean> {
  const reviews = texts.map((text) => ({ text, sentiment: null, source }));
  for (let from = 0; from < reviews.length; from += MAX_REVIEWS_ADDED) {
    const part = reviews.slice(from, from + MAX_REVIEWS_ADDED);
    const ids = await attempt('add the reviews', () => service.reviews.add(part));
    if (!ids) return false;
  }
  return true;
}

interface BringInProps {
  /** There is nothing left to label. */
  readonly open: boolean;
  readonly first: boolean;
}

export function BringIn({ open, first }: BringInProps) {
  const [shown, setShown] = useState(false);
  const sample = () => {
    const texts = sampleReviews().slice(0, SAMPLE);
    return add(
      texts.map(({ text }) => text),
      'samples',
    );
  };
  return (
    <Section
      title={first ? 'Reviews to label' : 'Bring in more'}
      aside={
        !open && (
          <Button size="compact-sm" variant="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
          </Button>
        )
      }
    >
      {first && (
        <Note>
          Say of texts whether they are positive or negative, one key each; the model learns from your labels. Nothing
          leaves this device.
        </Note>
      )}
      {first && (
        <div>
          <Button onClick={() => void sample()}>Try {SAMPLE} sample reviews</Button>
        </div>
      )}
      <Collapse expanded={open || shown}>
        <div className={classes.bring}>
          <Paste />
          <ImportForm into="reviews" />
        </div>
      </Collapse>
    </Section>
  );
}

function Paste() {
  const [text, setText] = useState('');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const take = async () => {
    if (await add(lines, 'pasted')) setText('');
  };
  return (
    <div className={classes.paste}>
      <Textarea
        label="Paste reviews, one a line"
        autosize
        minRows={3}
        maxRows={10}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button size="xs" variant="default" disabled={lines.length === 0} onClick={() => void take()}>
          {lines.length === 0 ? 'Add' : `Add ${plural(lines.length, 'review')}`}
        </Button>
      </div>
    </div>
  );
}
