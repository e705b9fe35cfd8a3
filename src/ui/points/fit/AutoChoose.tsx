// The number of groups by an information criterion: every number is fitted, the lowest score wins.

import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { MAX_COMPONENTS } from '../../../wire/limits';
import { NumberField } from '../../components/NumberField';
import { ProgressLine } from '../../components/ProgressLine';
import { Note } from '../../components/Section';
import { useFocusStays } from '../../components/useFocusStays';
import { chooseCount, control } from '../actions';
import { placeInRow } from '../numbers';
import { usePoints } from '../store';
import classes from './ComponentCount.module.css';
import { SelectionCurve } from './SelectionCurve';

export function AutoChoose() {
  const fit = usePoints((state) => state.state?.fit);
  const selection = usePoints((state) => state.state?.selection ?? null);
  const n = usePoints((state) => state.state?.dataset.n ?? 0);
  const rest = useFocusStays<HTMLDivElement>();
  const [criterion, setCriterion] = useState<'bic' | 'aic'>('bic');
  const [max, setMax] = useState(10);
  return (
    <div ref={rest} tabIndex={-1} className={classes.auto}>
      <Note>
        Fits every number of groups and keeps the one with the lowest score. The Bayesian information criterion (BIC)
        asks more of every further group than Akaike’s (AIC) does.
      </Note>
      {fit?.phase === 'selecting' ? (
        <ProgressLine
          label={`Fitting ${placeInRow(fit)}`}
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
          <Button
            size="xs"
            variant="light"
            disabled={n === 0}
            onClick={() => void chooseCount({ min: 1, max: Math.min(max, n), criterion })}
          >
            Choose
          </Button>
        </div>
      )}
      {selection && <SelectionCurve selection={selection} />}
    </div>
  );
}
