// Models that came of a run: what they scored, to use, to take away, to delete.

import { Button } from '@mantine/core';
import { ArrowRight, Download } from 'lucide-react';
import type { RunDetail, TrainedModel } from '../../../wire/runs';
import { BusyButton } from '../../components/BusyButton';
import { formatBytes, formatCount } from '../../components/format';
import { Item, Items } from '../../components/items/Items';
import { formatValue } from '../../components/metrics/words';
import { Note, Section } from '../../components/Section';
import { removeModel, takeModel } from '../actions';
import { headlineOf } from '../words';
import { Packing } from './Packing';
import { LEAVES_AS, type ModelAway } from './useModelAway';

export function ModelsTab({ run, away }: { readonly run: RunDetail; readonly away: ModelAway }) {
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
            <Model key={model.id} model={model} usable={run.kind !== 'stream'} away={away} />
          ))}
        </Items>
      )}
      <Packing away={away} />
    </Section>
  );
}

interface ModelProps {
  readonly model: TrainedModel;
  /** There is a page that answers with models of its kind: the Stream page goes on with its own. */
  readonly usable: boolean;
  readonly away: ModelAway;
}

function Model({ model, usable, away }: ModelProps) {
  const { id, name, kind, role, epoch, step, bytes, metrics } = model;
  const { label } = LEAVES_AS[kind];
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
      <BusyButton
        size="compact-xs"
        variant="default"
        busy={away.busy === id}
        possible={away.busy === null}
        leftSection={<Download size={13} aria-hidden />}
        aria-label={`Download ${name}, ${role}, as ${label}`}
        onClick={() => away.take(model)}
      >
        {label}
      </BusyButton>
    </Item>
  );
}

function prefixed(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`best_${name}`, value]));
}
