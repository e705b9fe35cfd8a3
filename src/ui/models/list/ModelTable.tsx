// The models as a table.

import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { LibraryModel } from '../../../wire/library';
import { NameCells } from '../../components/list/cells';
import { toggled } from '../../components/list/choosing';
import { type ColumnHead, Heads } from '../../components/list/Heads';
import { Listing, PAGE_SIZE, pageWithin } from '../../components/list/Listing';
import { choose } from '../actions';
import { useModels } from '../store';
import { hashOf } from '../views';
import { arrange, type ColumnId } from './arrange';
import { Bulk } from './Bulk';
import { type Column, columnsFor } from './columns';
import { change, Filters } from './Filters';

const NAME: ColumnHead<ColumnId> = { id: 'name', label: 'Name' };

export function ModelTable({ models }: { readonly models: readonly LibraryModel[] }) {
  const arrangement = useModels((ui) => ui.arrangement);
  const chosen = useModels((ui) => ui.chosen);
  const wanted = useDeferredValue(arrangement);
  const [page, setPage] = useState(0);
  const fitting = useMemo(() => arrange(models, wanted), [models, wanted]);
  const columns = useMemo(() => columnsFor(models), [models]);
  const at = pageWithin(page, fitting.length);
  const shown = fitting.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE);
  const tools = (
    <>
      <Filters models={models} />
      <Bulk models={models} shown={fitting} />
    </>
  );
  return (
    <Listing one="model" many="models" tools={tools} total={fitting.length} page={at} onPage={setPage}>
      <Heads
        columns={[NAME, ...columns]}
        sorting={arrangement}
        onSort={change}
        shown={shown.map(({ id }) => id)}
        chosen={chosen}
        onChoose={choose}
      />
      <tbody>
        {shown.map((model) => (
          <Row key={model.id} model={model} columns={columns} chosen={chosen.has(model.id)} />
        ))}
      </tbody>
    </Listing>
  );
}

interface RowProps {
  readonly model: LibraryModel;
  readonly columns: readonly Column[];
  readonly chosen: boolean;
}

const Row = memo(function Row({ model, columns, chosen }: RowProps) {
  const { id, name, tags, note, in_use } = model;
  return (
    <tr data-model={id} data-chosen={chosen || undefined}>
      <NameCells
        name={name}
        href={hashOf({ view: 'model', id })}
        tags={tags}
        note={note}
        used={in_use}
        chosen={chosen}
        onToggle={() => choose(toggled(useModels.getState().chosen, id))}
      />
      {columns.map((column) => (
        <td key={column.id} data-figures={column.figures || undefined}>
          {column.cell(model)}
        </td>
      ))}
    </tr>
  );
});
