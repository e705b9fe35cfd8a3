// The labelled reviews, as they are now, made a dataset of their own.

import { Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { service } from '../../../../client';
import { attempt } from '../../../components/attempt';
import { BusyButton } from '../../../components/BusyButton';
import { formatCount, plural } from '../../../components/format';
import { Note } from '../../../components/Section';
import { useFocusOnMount } from '../../../components/useFocusOnMount';
import { useReviews } from '../../store';
import classes from './List.module.css';
import { linkTo } from './place';

export function FromLabels({ onDone }: { readonly onDone: () => void }) {
  const counts = useReviews((state) => state.state?.reviews);
  const [name, setName] = useState(() => `My labels, ${new Date().toLocaleDateString('en-GB', DAY)}`);
  const [unlabelled, setUnlabelled] = useState(false);
  const [busy, setBusy] = useState(false);
  const field = useFocusOnMount<HTMLInputElement>();
  const labelled = (counts?.positive ?? 0) + (counts?.negative ?? 0);
  const rest = (counts?.total ?? 0) - labelled;
  const n = labelled + (unlabelled ? rest : 0);
  const possible = n > 0 && name.trim() !== '';
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !possible) return;
    setBusy(true);
    const id = await attempt('make the dataset', () => service.datasets.fromReviews({ name: name.trim(), unlabelled }));
    setBusy(false);
    if (id === undefined) return;
    location.hash = linkTo(id);
    onDone();
  };
  return (
    <form className={classes.labels} aria-label="A dataset of my labels" onSubmit={(event) => void make(event)}>
      <TextInput
        ref={field}
        size="xs"
        label="Name"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {rest > 0 && (
        <Checkbox
          size="xs"
          label={`with the ${formatCount(rest)} that have no label`}
          checked={unlabelled}
          onChange={(event) => setUnlabelled(event.currentTarget.checked)}
        />
      )}
      <BusyButton type="submit" size="xs" busy={busy} possible={possible}>
        {n === 0 ? 'Nothing labelled yet' : `Make it of ${plural(n, 'review')}`}
      </BusyButton>
      <Note>A copy of how they are now: what you label later does not change it.</Note>
    </form>
  );
}

const DAY = { day: 'numeric', month: 'long' } as const;
