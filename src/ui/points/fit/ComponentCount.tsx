// How many groups: by hand, or chosen by an information criterion with its curve over K.

import { Button, Slider } from '@mantine/core';
import { WandSparkles } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { MAX_COMPONENTS } from '../../../wire/limits';
import { NumberField } from '../../components/NumberField';
import { Term } from '../../components/Section';
import { TERMS } from '../../components/terms';
import { useDraft } from '../../components/useDraft';
import { changeOptions } from '../actions';
import { usePoints } from '../store';
import classes from './ComponentCount.module.css';

const AutoChoose = lazy(async () => ({ default: (await import('./AutoChoose')).AutoChoose }));

export function ComponentCount() {
  const value = usePoints((state) => state.state?.options.n_components ?? 1);
  const [draft, setDraft] = useDraft(value);
  const [open, setOpen] = useState(false);
  const selecting = usePoints((state) => state.state?.fit.phase === 'selecting');
  const label = useId();
  const commit = (n_components: number) => {
    setDraft(n_components);
    if (n_components !== value) void changeOptions({ n_components });
  };
  return (
    <div>
      <div className={classes.head}>
        <span id={label} className={classes.label}>
          <Term {...TERMS.n_components} />
        </span>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<WandSparkles size={13} aria-hidden />}
          aria-expanded={open || selecting}
          onClick={() => setOpen(!open)}
        >
          Choose for me
        </Button>
      </div>
      <div className={classes.row}>
        <Slider
          className={classes.slider ?? ''}
          aria-labelledby={label}
          min={1}
          max={MAX_COMPONENTS}
          label={null}
          value={draft}
          onChange={setDraft}
          onChangeEnd={commit}
          thumbLabel="Groups"
        />
        <NumberField
          className={classes.number}
          ariaLabel="Number of groups"
          min={1}
          max={MAX_COMPONENTS}
          value={draft}
          onCommit={commit}
        />
      </div>
      {(open || selecting) && (
        <Suspense fallback={<div className={classes.waiting} />}>
          <AutoChoose />
        </Suspense>
      )}
    </div>
  );
}
