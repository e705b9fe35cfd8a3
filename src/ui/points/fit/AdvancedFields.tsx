// The options most people never need, each with its meaning. Loaded when they are asked for.

import { ActionIcon, Button, NativeSelect, SegmentedControl, Tooltip } from '@mantine/core';
import { Dices } from 'lucide-react';
import { useState } from 'react';
import { service } from '../../../client';
import { type FitOptions, INIT_PARAMS, type InitParams } from '../../../ml/gmm/types';
import { MAX_COMPONENTS, MAX_EPOCHS, MAX_INITS } from '../../../wire/limits';
import { attempt } from '../../components/attempt';
import { DecimalField } from '../../components/DecimalField';
import { plural } from '../../components/format';
import { NumberField } from '../../components/NumberField';
import { whenPossible } from '../../components/possible';
import { Note, Term } from '../../components/Section';
import { TERMS } from '../../components/terms';
import { changeOptions } from '../actions';
import { areDefaults, defaultsFor, NO_STARTS } from '../defaults';
import { usePoints } from '../store';
import classes from './AdvancedOptions.module.css';

const INIT_WORDS: Readonly<Record<InitParams, string>> = {
  'k-means++': 'Spread out over the points (k-means++)',
  kmeans: 'By k-means',
  random: 'Random responsibilities',
  random_from_data: 'Random points',
};

/** Not one of `init_params`: start means given by hand. */
const PICKED = 'picked';

export function AdvancedFields({ options }: { readonly options: FitOptions }) {
  /** Grows as all go back to the defaults: what was about to be picked is not any more. */
  const [round, setRound] = useState(0);
  return (
    <div className={classes.fields}>
      <Epochs options={options} />
      <StartFrom key={round} options={options} />
      <div className={classes.pair}>
        <NumberField
          label={<Term word="Starts to try" term="n_init" />}
          min={1}
          max={MAX_INITS}
          value={options.n_init}
          onCommit={(n_init) => void changeOptions({ n_init })}
        />
        <NumberField
          label={<Term {...TERMS.seed} />}
          min={0}
          max={4294967295}
          value={options.seed}
          rightSection={<Reshuffle />}
          onCommit={(seed) => void changeOptions({ seed })}
        />
        <DecimalField
          label={<Term word="Stop below" term="tol" />}
          min={0}
          value={options.tol}
          onCommit={(tol) => void changeOptions({ tol })}
        />
        <DecimalField
          label={<Term word={options.method === 'gradient' ? 'Least variance' : 'Widen by'} term="reg_covar" />}
          min={0}
          value={options.reg_covar}
          onCommit={(reg_covar) => void changeOptions({ reg_covar })}
        />
      </div>
      <Note>
        It stops when an iteration raises the mean log-likelihood per point by less than <code>tol</code>; 0 runs all
        iterations. <code>reg_covar</code>{' '}
        {options.method === 'gradient'
          ? 'is the least that a variance may be, given the columns before it,'
          : 'is added to every variance,'}{' '}
        so that no group collapses onto one point.
      </Note>
      <MethodOptions options={options} />
      <Defaults options={options} onDone={() => setRound(round + 1)} />
    </div>
  );
}

function Defaults({ options, onDone }: { readonly options: FitOptions; readonly onDone: () => void }) {
  const back = () => void changeOptions(defaultsFor(options.n_components)).then(onDone);
  return (
    <div className={classes.picked}>
      <Button size="compact-xs" variant="default" {...whenPossible(!areDefaults(options), back)}>
        Back to the defaults
      </Button>
      <Note>All of these, the method and the shape of the groups; their number stays.</Note>
    </div>
  );
}

function Epochs({ options }: { readonly options: FitOptions }) {
  const epochs = usePoints((state) => state.state?.epochs ?? 200);
  const n = usePoints((state) => state.state?.dataset.n ?? 0);
  const auto = options.epochs === 'auto';
  return (
    <div>
      <div className={classes.label}>
        <Term {...TERMS.iterations} />
      </div>
      <div className={classes.inline}>
        <SegmentedControl
          size="xs"
          aria-label={TERMS.iterations.word}
          value={auto ? 'auto' : 'fixed'}
          data={[
            { value: 'auto', label: 'Auto' },
            { value: 'fixed', label: 'Fixed' },
          ]}
          onChange={(value) => void changeOptions({ epochs: value === 'auto' ? 'auto' : epochs })}
        />
        <NumberField
          className={classes.grow}
          ariaLabel="Number of iterations"
          min={1}
          max={MAX_EPOCHS}
          value={epochs}
          disabled={auto}
          onCommit={(value) => void changeOptions({ epochs: value })}
        />
      </div>
      <Note>
        Auto: 200 up to 1,000 points, then 200 · √(1000 / n), never fewer than 20; for {plural(n, 'point')} that is{' '}
        {auto ? epochs : 'worked out when chosen'}.
      </Note>
    </div>
  );
}

function Reshuffle() {
  return (
    <Tooltip label="Another seed">
      <ActionIcon
        size="sm"
        aria-label="Another seed"
        onClick={() => void changeOptions({ seed: crypto.getRandomValues(new Uint32Array(1))[0]! })}
      >
        <Dices size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function StartFrom({ options }: { readonly options: FitOptions }) {
  const [wantsPicked, setWantsPicked] = useState(false);
  const picked = options.means_init !== undefined;
  const shown = picked || wantsPicked;
  const change = (value: string) => {
    setWantsPicked(value === PICKED);
    if (value === PICKED) return;
    const init_params = INIT_PARAMS.find((item) => item === value)!;
    void changeOptions({ init_params, ...NO_STARTS });
  };
  return (
    <div className={classes.fields}>
      <NativeSelect
        size="xs"
        label={<Term word="Start from" term="init_params" />}
        data={[
          ...INIT_PARAMS.map((value) => ({ value, label: INIT_WORDS[value] })),
          { value: PICKED, label: 'Points that I pick' },
        ]}
        value={shown ? PICKED : options.init_params}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {shown && <PickedMeans count={options.means_init?.length ?? 0} />}
    </div>
  );
}

/** Takes the selected points for the first means. */
function PickedMeans({ count }: { readonly count: number }) {
  const selected = usePoints((state) => state.selected);
  const usable = selected.length >= 1 && selected.length <= MAX_COMPONENTS;
  const pick = () =>
    attempt('start from these points', async () => {
      const { data, n, d } = await service.points.rows(selected);
      const means_init = Array.from({ length: n }, (_, i) => [...data.subarray(i * d, (i + 1) * d)]);
      await service.points.setOptions({
        n_components: means_init.length,
        means_init,
        weights_init: undefined,
        precisions_init: undefined,
      });
    });
  return (
    <div className={classes.picked}>
      <Note>
        {count > 0 ? `The next fit starts from ${plural(count, 'given mean')}. ` : ''}
        {usable
          ? `${plural(selected.length, 'point is', 'points are')} selected on the plane.`
          : `Select 1 to ${MAX_COMPONENTS} points on the plane (key V), one for each group.`}
      </Note>
      <Button size="compact-xs" variant="light" disabled={!usable} onClick={() => void pick()}>
        Start from the selected points
      </Button>
    </div>
  );
}

function MethodOptions({ options }: { readonly options: FitOptions }) {
  if (options.method === 'gradient') {
    return (
      <DecimalField
        label={<Term {...TERMS.learning_rate} />}
        description="Of Adam, on standardised data."
        min={1e-6}
        max={10}
        value={options.learning_rate}
        onCommit={(learning_rate) => void changeOptions({ learning_rate })}
      />
    );
  }
  if (options.method !== 'incremental') return null;
  return (
    <>
      <div className={classes.pair}>
        <DecimalField
          label={<Term word="Keep" term="forgetting" />}
          min={0.5}
          max={1}
          value={options.forgetting}
          onCommit={(forgetting) => void changeOptions({ forgetting })}
        />
        <NumberField
          label={<Term {...TERMS.batch_size} />}
          min={1}
          value={options.batch_size}
          onCommit={(batch_size) => void changeOptions({ batch_size })}
        />
      </div>
      <Note>
        What share of the old evidence is kept for every new point: 1 never forgets, 0.99 remembers about the last 100
        points.
      </Note>
    </>
  );
}
