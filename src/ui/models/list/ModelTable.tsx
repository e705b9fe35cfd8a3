// The models as a table: fifty at a time.

import { Box } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { LibraryModel } from '../../../wire/library';
import { formatBytes, formatCount, formatDate } from '../../components/format';
import { Pager } from '../../components/Pager';
import { formatDay, formatValue } from '../../runs/words';
import { choose } from '../actions';
import { useModels } from '../store';
import { hashOf } from '../views';
import { headlineOf, KIND_WORDS, ORIGIN_WORDS } from '../words';
import { arrange, COLUMNS, type Column, namesOf } from './arrange';
import { Bulk } from './Bulk';
import { Filters } from './Filters';
import classes from './Table.module.css';

const SIZE = 50;

const LABELS: Readonly<Record<Column, string>> = {
  name: 'Name',
  kind: 'Kind',
  version: 'Version',
  parent: 'Made from',
  data: 'Learnt from',
  figures: 'How good',
  parameters: 'Parameters',
  bytes: 'Size',
  created: 'Made',
  origin: 'Where from',
};

/** Figures stand under each other. */
const FIGURES: ReadonlySet<Column> = new Set(['version', 'figures', 'parameters', 'bytes', 'created']);

export function ModelTable({ models }: { readonly models: readonly LibraryModel[] }) {
  const arrangement = useModels((ui) => ui.arrangement);
  const wanted = useDeferredValue(arrangement);
  const [page, setPage] = useState(0);
  const fitting = useMemo(() => arrange(models, wanted), [models, wanted]);
  const names = useMemo(() => namesOf(models), [models]);
  const at = Math.min(page, Math.max(0, Math.ceil(fitting.length / SIZE) - 1));
  const shown = fitting.slice(at * SIZE, (at + 1) * SIZE);
  return (
    <section className={classes.root} aria-label="All models">
      <Filters models={models} />
      <Bulk models={models} shown={fitting} />
      {fitting.length === 0 ? (
        <p className={classes.none}>No model fits the filter.</p>
      ) : (
        <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Table of models">
          <table className={classes.table} data-testid="models">
            <Header shown={shown} />
            <tbody>
              {shown.map((model) => (
                <Row key={model.id} model={model} parent={parentOf(model, names)} />
              ))}
            </tbody>
          </table>
        </Box>
      )}
      {fitting.length > SIZE && (
        <Pager label="Pages of models" total={fitting.length} size={SIZE} page={at} onPage={setPage} />
      )}
    </section>
  );
}

/** Undefined where it has none, or it is not here any more. */
function parentOf({ parent }: LibraryModel, names: ReadonlyMap<string, string>): string | undefined {
  return parent === null ? undefined : names.get(parent);
}

function Header({ shown }: { readonly shown: readonly LibraryModel[] }) {
  const chosen = useModels((ui) => ui.chosen);
  const ids = shown.map(({ id }) => id);
  const count = ids.filter((id) => chosen.has(id)).length;
  const every = count === ids.length;
  const toggle = () => {
    const others = [...chosen].filter((id) => !ids.includes(id));
    choose(every ? others : [...others, ...ids]);
  };
  return (
    <thead>
      <tr>
        <th className={classes.pick} scope="col">
          <input
            type="checkbox"
            aria-label="Choose all that are shown"
            checked={every}
            ref={(box) => {
              if (box) box.indeterminate = count > 0 && !every;
            }}
            onChange={toggle}
          />
        </th>
        {COLUMNS.map((column) => (
          <Sortable key={column} column={column} />
        ))}
      </tr>
    </thead>
  );
}

function Sortable({ column }: { readonly column: Column }) {
  const { sort, descending } = useModels((ui) => ui.arrangement);
  const sorted = sort === column;
  const figures = FIGURES.has(column);
  const Arrow = descending ? ArrowDown : ArrowUp;
  const change = () =>
    useModels.setState(({ arrangement }) => ({
      // Figures are asked for from the largest, words from A.
      arrangement: { ...arrangement, sort: column, descending: sorted ? !descending : figures },
    }));
  return (
    <th
      scope="col"
      data-figures={figures || undefined}
      aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={change}>
        {LABELS[column]}
        {sorted && <Arrow size={13} aria-hidden />}
      </button>
    </th>
  );
}

interface RowProps {
  readonly model: LibraryModel;
  readonly parent: string | undefined;
}

const Row = memo(function Row({ model, parent }: RowProps) {
  const { id, name, kind, architecture, version, data, parameters, bytes, created_at, tags, note, origin } = model;
  const chosen = useModels((ui) => ui.chosen.has(id));
  const toggle = () => {
    const next = new Set(useModels.getState().chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <tr data-model={id} data-chosen={chosen || undefined}>
      <td className={classes.pick}>
        <input type="checkbox" aria-label={`Choose ${name}`} checked={chosen} onChange={toggle} />
      </td>
      <th scope="row" className={classes.name}>
        <a href={hashOf({ view: 'model', id })}>{name}</a>
        {(tags.length > 0 || model.in_use) && (
          <span className={classes.tags}>
            {model.in_use && <span className={classes.used}>in use</span>}
            {tags.map((tag) => (
              <span key={tag} className={classes.tag}>
                {tag}
              </span>
            ))}
          </span>
        )}
        {note && <span className={classes.note}>{note}</span>}
      </th>
      <td>
        {KIND_WORDS[kind]}
        {architecture && <small className={classes.under}>{architecture}</small>}
      </td>
      <td data-figures>{version}</td>
      <td>{parent !== undefined && model.parent !== null && <Parent id={model.parent} name={parent} />}</td>
      <td>
        <span className={classes.words} title={data}>
          {data}
        </span>
      </td>
      <td data-figures>
        <Headline model={model} />
      </td>
      <td data-figures>{parameters === null ? '–' : formatCount(parameters)}</td>
      <td data-figures>{formatBytes(bytes)}</td>
      <td data-figures>
        <time dateTime={created_at} title={formatDate(created_at)}>
          {formatDay(created_at)}
        </time>
      </td>
      <td>{ORIGIN_WORDS[origin]}</td>
    </tr>
  );
});

function Parent({ id, name }: { readonly id: string; readonly name: string }) {
  return <a href={hashOf({ view: 'model', id })}>{name}</a>;
}

function Headline({ model }: { readonly model: LibraryModel }) {
  const name = headlineOf(model);
  if (name === null) return '–';
  return (
    <>
      {formatValue(model.metrics[name], name)}
      <small className={classes.under}>{name}</small>
    </>
  );
}
