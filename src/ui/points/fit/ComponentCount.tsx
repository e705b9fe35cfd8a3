// How many groups: by hand, or chosen by an information criterion with its curve over K.

import { Button, Collapse, NativeSelect, Slider } from '@mantine/core';
import { WandSparkles } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { service } from '../../../client';
import { MAX_COMPONENTS } from '../../../wire/limits';
import { ProgressLine } from '../../components/ProgressLine';
import { attempt, changeOptions, control } from '../actions';
import { NumberField } from '../panel/NumberField';
import { Note, Term } from '../panel/Section';
import { useDraft } from '../panel/useDraft';
import { usePoints } from '../store';
import classes from './ComponentCount.module.css';

const SelectionCurve = lazy(async () => ({ default: (await import('./SelectionCurve')).SelectionCurve }));

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
          <Term word="Groups" term="n_components" />
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
      <Collapse expanded={open || selecting}>
        <AutoChoose />
      </Collapse>
    </div>
  );
}

function AutoChoose() {
  const fit = usePoints((state) => state.state?.fit);
  const selection = usePoints((state) => state.state?.selection ?? null);
  const n = usePoints((state) => state.state?.dataset.n ?? 0);
  const [criterion, setCriterion] = useState<'bic' | 'aic'>('bic');
  const [max, setMax] = useState(10);
  const select = () =>
    attempt('choose the number of groups', async () => {
      const { best } = await service.points.select({ min: 1, max: Math.min(max, n), criterion });
      await service.points.setOptions({ n_components: best });
    });
  return (
    <div className={classes.auto}>
      <Note>
        Fits every number of groups and keeps the one with the lowest score. BIC asks more of every further group than
        AIC does.
      </Note>
      {fit?.phase === 'selecting' ? (
        <ProgressLine
          label={`Fitting ${fit.done + 1} of ${fit.total}`}
          share={fit.done / Math.max(1, fit.total)}
          onCancel={() => void control('pause')}
        />
      ) : (
        <div className={classes.form}>
          <NativeSelect
            size="xs"
            label="Score"
            data={[
              { value: 'bic', label: 'BIC' },
              { value: 'aic', label: 'AIC' },
            ]}
            value={criterion}
            onChange={(event) => setCriterion(event.currentTarget.value === 'aic' ? 'aic' : 'bic')}
          />
          <NumberField label="From 1 to" min={2} max={MAX_COMPONENTS} value={max} onCommit={setMax} />
          <Button size="xs" variant="light" disabled={n === 0} onClick={() => void select()}>
            Choose
          </Button>
        </div>
      )}
      {selection && (
        <Suspense fallback={<div className={classes.waiting} />}>
          <SelectionCurve selection={selection} />
        </Suspense>
      )}
    </div>
  );
}
