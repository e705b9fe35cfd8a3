// What is known of a model: figures, where it comes from, its files; and deleting it.

import { Button } from '@mantine/core';
import { Copy, GitCompareArrows, Trash2 } from 'lucide-react';
import type { ModelDetail } from '../../../wire/library';
import { type Fact, FactList } from '../../components/facts/FactList';
import { FigureTable } from '../../components/facts/FigureTable';
import { formatBytes, formatCount, formatDate } from '../../components/format';
import { formatValue, plainWords } from '../../components/metrics/words';
import { whenPossible } from '../../components/possible';
import { Note, Section } from '../../components/Section';
import { deleteModels, duplicate } from '../actions';
import { useModels } from '../store';
import { goTo, hashOf } from '../views';
import { KIND_WORDS, lockOf, ORIGIN_WORDS } from '../words';
import classes from './Model.module.css';

export function Summary({ model }: { readonly model: ModelDetail }) {
  return (
    <>
      <Section title="Figures">
        <Figures metrics={model.metrics} />
      </Section>
      <Section title="About it">
        <Facts model={model} />
      </Section>
      <Section title="Files" aside={<small className={classes.aside}>{formatBytes(model.bytes)}</small>}>
        <ul className={classes.files} data-testid="files">
          {model.files.map(({ path, bytes }) => (
            <li key={path}>
              <code>{path}</code>
              <span>{formatBytes(bytes)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="More">
        <More model={model} />
      </Section>
    </>
  );
}

function Figures({ metrics }: { readonly metrics: ModelDetail['metrics'] }) {
  const figures = Object.entries(metrics);
  if (figures.length === 0) return <Note>It was not measured, or its figures were not kept with it.</Note>;
  return (
    <FigureTable
      testId="figures"
      heads={['Figure', 'Value']}
      rows={figures.map(([name, value]) => ({ name, plain: plainWords(name), values: [formatValue(value, name)] }))}
    />
  );
}

function Facts({ model }: { readonly model: ModelDetail }) {
  const parent = useModels((ui) => ui.models?.find(({ id }) => id === model.parent));
  const facts: readonly Fact[] = [
    ['Kind', [KIND_WORDS[model.kind], model.architecture].filter(Boolean).join(', ')],
    ['Version', String(model.version)],
    ['Made', formatDate(model.created_at)],
    ['Where from', ORIGIN_WORDS[model.origin]],
    ['Made from', parent && <a href={hashOf({ view: 'model', id: parent.id })}>{parent.name}</a>],
    ['Made by', model.run && <a href={`#/runs/${encodeURIComponent(model.run)}`}>the run {model.run}</a>],
    ['Learnt from', model.data],
    ['Parameters', model.parameters === null ? '' : formatCount(model.parameters)],
    ['In use', model.in_use ? 'by a page, now' : ''],
    ['Known by REST as', model.id],
  ];
  return <FactList facts={facts} />;
}

function More({ model }: { readonly model: ModelDetail }) {
  const others = useModels((ui) => (ui.models?.length ?? 0) - 1);
  const locked = lockOf(model);
  const remove = async () => {
    if (await deleteModels([model])) goTo({ view: 'list' });
  };
  return (
    <>
      <div className={classes.tools}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<GitCompareArrows size={14} aria-hidden />}
          {...whenPossible(others > 0, () => goTo({ view: 'compare', ids: [model.id] }))}
        >
          Compare with…
        </Button>
        {model.kind === 'module' && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Copy size={14} aria-hidden />}
            onClick={() => void duplicate(model)}
          >
            Duplicate
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Trash2 size={14} aria-hidden />}
          {...whenPossible(locked === null, () => void remove())}
        >
          Delete
        </Button>
      </div>
      <Note>{locked ?? 'After deleting, a message offers to bring it back.'}</Note>
    </>
  );
}
