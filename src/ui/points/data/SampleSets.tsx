// The sample sets: measured tables as they are, generated ones by size and seed.

import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { Dices } from 'lucide-react';
import { useState } from 'react';
import { SAMPLES, type SampleId } from '../../../ml/samples';
import { MAX_POINTS } from '../../../wire/limits';
import { formatCount } from '../../components/format';
import { NumberField } from '../../components/NumberField';
import { whenPossible } from '../../components/possible';
import { usePoints } from '../store';
import classes from './SampleSets.module.css';
import { takeSample } from './samples';

export function SampleSets() {
  const [n, setN] = useState(600);
  const [seed, setSeed] = useState(1);
  const [loading, setLoading] = useState<SampleId | null>(null);
  const source = usePoints((state) => state.state?.dataset.source);
  const take = async (id: SampleId, at = seed) => {
    setLoading(id);
    await takeSample({ id, n, seed: at });
    setLoading(null);
  };
  const current = SAMPLES.find((sample) => sample.name === source && sample.kind === 'generated');
  const reshuffle = () => {
    const next = crypto.getRandomValues(new Uint32Array(1))[0]! % 100_000;
    setSeed(next);
    if (current) void take(current.id, next);
  };
  return (
    <div className={classes.root}>
      <div className={classes.grid}>
        {SAMPLES.map((sample) => (
          <Tooltip key={sample.id} label={sample.description} multiline w={240} position="bottom">
            <UnstyledButton
              className={classes.sample ?? ''}
              aria-busy={loading === sample.id}
              aria-pressed={sample.name === source}
              {...whenPossible(loading === null, () => void take(sample.id))}
            >
              <span>{sample.name}</span>
              {sample.kind === 'table' && (
                <small>
                  {formatCount(sample.n)} × {sample.d}
                </small>
              )}
            </UnstyledButton>
          </Tooltip>
        ))}
      </div>
      <div className={classes.settings}>
        <NumberField label="Points, when generated" min={1} max={MAX_POINTS} value={n} onCommit={setN} />
        <NumberField
          label="Seed"
          min={0}
          max={4294967295}
          value={seed}
          onCommit={setSeed}
          rightSection={
            <Tooltip label="Another seed">
              <ActionIcon size="sm" aria-label="Another seed for the sample" onClick={reshuffle}>
                <Dices size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          }
        />
      </div>
    </div>
  );
}
