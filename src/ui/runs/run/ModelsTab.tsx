// Models that came of a run: what they scored, to use, to take away, to delete.

import { Button } from '@mantine/core';
import { ArrowRight, Download } from 'lucide-react';
import type { RunDetail, TrainedModel } from '../../../wire/runs';
import { formatBytes, formatCount } from '../../components/format';
import { Item, Items } from '../../components/items/Items';
import { formatValue } from '../../components/metrics/words';
import { Note, Section } from '../../components/Section';
import { exportModel, removeModel, takeModel } from '../actions';
import { headlineOf } from '../words';
import classes from './Run.module.css';

export function ModelsTab({ run }: { readonly run: RunDetail }) {
  return (
    <Section title="Trained models">
      {run.trained.length === 0 ? (
        <Note>
          {run.kind === 'imported'
            ? 'Metrics from elsewhere come without a model.'
            : 'The best and the last model are kept once the run has ended, or was stopped.'}
        </Note>
      ) : (
        <Items testId="models">
          {run.trained.map((model) => (
            <Model key={model.id} model={model} usable={run.kind !== 'stream'} />
          ))}
        </Items>
      )}
    </Section>
  );
}

interface ModelProps {
  readonly model: TrainedModel;
  /** There is a page that answers with models of its kind: the Stream page goes on with its own. */
  readonly usable: boolean;
}

function Model({ model, usable }: ModelProps) {
  const { id, name, role, epoch, step, bytes, metrics, formats } = model;
  const best = headlineOf({ best_metrics: prefixed(metrics), final_metrics: {} });
  const facts = [
    role === 'best' ? 'best' : 'last',
    `epoch ${formatCount(epoch + 1)}, step ${formatCount(step + 1)}`,
    best && `${best} ${formatValue(metrics[best], best)}`,
    formatBytes(bytes),
  ].filter(Boolean);
  return (
    <Item name={name} facts={facts.join(' · ')} remove={() => removeModel(id)}>
      {usable && (
        <Button
          size="compact-xs"
          variant="light"
          rightSection={<ArrowRight size={13} aria-hidden />}
          aria-label={`Use ${name}, ${role}`}
          onClick={() => void takeModel(id)}
        >
          Use it
        </Button>
      )}
      {formats.map((format) => (
        <button
          key={format.id}
          type="button"
          className={classes.format}
          aria-label={`Download ${name}, ${role}, as ${format.label}`}
          onClick={() => void exportModel(id, format.id)}
        >
          <Download size={13} aria-hidden />
          {format.label}
        </button>
      ))}
    </Item>
  );
}

function prefixed(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`best_${name}`, value]));
}
