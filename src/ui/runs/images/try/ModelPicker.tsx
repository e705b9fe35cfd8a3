// Which image model answers, and what it is known for.

import { Anchor, NativeSelect } from '@mantine/core';
import type { TrainedModel } from '../../../../wire/runs';
import { formatBytes, formatDate, formatPercent } from '../../../components/format';
import { hashOf } from '../../views';
import classes from './Try.module.css';

interface ModelPickerProps {
  readonly models: readonly TrainedModel[];
  readonly model: TrainedModel | null;
  readonly onModel: (id: string | null) => void;
}

const GONE = '';

export function ModelPicker({ models, model, onModel }: ModelPickerProps) {
  const data = models.map((item) => ({ value: item.id, label: wordsFor(item) }));
  return (
    <div className={classes.picker}>
      <NativeSelect
        className={classes.pick ?? ''}
        size="xs"
        label="Model"
        data={model ? data : [{ value: GONE, label: 'Choose a model' }, ...data]}
        value={model?.id ?? GONE}
        onChange={(event) => onModel(event.currentTarget.value || null)}
      />
      {model && (
        <p className={classes.facts}>
          {formatBytes(model.bytes)} · {formatDate(model.created_at)} ·{' '}
          <Anchor inherit href={hashOf({ view: 'run', id: model.run })}>
            the run that made it
          </Anchor>
        </p>
      )}
    </div>
  );
}

/** Best first among what it was judged by. */
const JUDGED = ['test_acc', 'val_acc', 'acc'] as const;

export function wordsFor({ name, metrics }: Pick<TrainedModel, 'name' | 'metrics'>): string {
  const measure = JUDGED.find((column) => metrics[column] !== undefined);
  const score = measure === undefined ? '' : `, ${formatPercent(metrics[measure] ?? 0)} right`;
  return `${name}${score}`;
}
