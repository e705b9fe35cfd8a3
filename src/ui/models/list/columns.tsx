// What the table of models shows beside their names.

import type { ReactNode } from 'react';
import type { LibraryModel } from '../../../wire/library';
import { formatBytes, formatCount } from '../../components/format';
import { Moment, Under, Words } from '../../components/list/cells';
import type { ColumnHead } from '../../components/list/Heads';
import { formatDay, formatValue } from '../../components/metrics/words';
import { useModels } from '../store';
import { hashOf } from '../views';
import { formatsInWords, headlineOf, KIND_WORDS, ORIGIN_WORDS } from '../words';
import type { ColumnId } from './arrange';

export interface Column extends ColumnHead<ColumnId> {
  readonly cell: (model: LibraryModel) => ReactNode;
}

const COLUMNS: readonly Column[] = [
  { id: 'kind', label: 'Kind', cell: (model) => <Kind model={model} /> },
  { id: 'version', label: 'Version', figures: true, cell: ({ version }) => version },
  { id: 'parent', label: 'Made from', cell: ({ parent }) => parent !== null && <Parent id={parent} /> },
  { id: 'data', label: 'Learnt from', cell: ({ data }) => <Words text={data} /> },
  { id: 'figures', label: 'How good', figures: true, cell: (model) => <Headline model={model} /> },
  {
    id: 'parameters',
    label: 'Parameters',
    figures: true,
    cell: ({ parameters }) => (parameters === null ? '–' : formatCount(parameters)),
  },
  { id: 'bytes', label: 'Size', figures: true, cell: ({ bytes }) => formatBytes(bytes) },
  { id: 'formats', label: 'Formats', cell: (model) => <Words text={formatsInWords(model)} quiet /> },
  {
    id: 'created',
    label: 'Made',
    figures: true,
    cell: ({ created_at }) => <Moment at={created_at}>{formatDay(created_at)}</Moment>,
  },
  { id: 'origin', label: 'Where from', cell: ({ origin }) => ORIGIN_WORDS[origin] },
];

/** Without one that would be empty from top to bottom: most models are made from none. */
export function columnsFor(models: readonly LibraryModel[]): readonly Column[] {
  const known = new Set(models.map(({ id }) => id));
  const descended = models.some(({ parent }) => parent !== null && known.has(parent));
  return descended ? COLUMNS : COLUMNS.filter(({ id }) => id !== 'parent');
}

interface CellProps {
  readonly model: LibraryModel;
}

function Kind({ model: { kind, architecture } }: CellProps) {
  return (
    <>
      {KIND_WORDS[kind]}
      {architecture && <Under>{architecture}</Under>}
    </>
  );
}

/** Nothing where it is not here any more. */
function Parent({ id }: { readonly id: string }) {
  const name = useModels((ui) => ui.models?.find((model) => model.id === id)?.name);
  return name !== undefined && <a href={hashOf({ view: 'model', id })}>{name}</a>;
}

function Headline({ model }: CellProps) {
  const name = headlineOf(model);
  if (name === null) return '–';
  return (
    <>
      {formatValue(model.metrics[name], name)}
      <Under>{name}</Under>
    </>
  );
}
