// What is done to the models that are chosen in the list: two are compared, a module is duplicated, any number is deleted
// and can be brought back.

import { Copy, GitCompareArrows, Trash2 } from 'lucide-react';
import type { LibraryModel } from '../../../wire/library';
import { BulkBar, BulkHint, BulkNote, BulkTool, ChooseNone } from '../../components/list/BulkBar';
import { choose, deleteModels, duplicate } from '../actions';
import { useModels } from '../store';
import { goTo } from '../views';
import { lockOf } from '../words';

interface BulkProps {
  readonly models: readonly LibraryModel[];
  /** Those that fit the filter. */
  readonly shown: readonly LibraryModel[];
}

export function Bulk({ models, shown }: BulkProps) {
  const ids = useModels((ui) => ui.chosen);
  const chosen = models.filter(({ id }) => ids.has(id));
  if (chosen.length === 0) return <BulkHint>Choose models to delete them, or two to compare.</BulkHint>;
  const locked = chosen.flatMap((model) => lockOf(model) ?? [])[0];
  const only = chosen.length === 1 ? chosen[0] : undefined;
  const remove = () => void deleteModels(chosen).then((deleted) => deleted && choose([]));
  const compare = () => goTo({ view: 'compare', ids: chosen.map(({ id }) => id) });
  return (
    <BulkBar one="model" count={chosen.length} hidden={chosen.filter((model) => !shown.includes(model)).length}>
      <BulkTool icon={GitCompareArrows} label="Compare" possible={chosen.length === 2} onClick={compare} />
      {only?.kind === 'module' && <BulkTool icon={Copy} label="Duplicate" onClick={() => void duplicate(only)} />}
      <BulkTool icon={Trash2} label="Delete" possible={locked === undefined} onClick={remove} />
      <ChooseNone onClick={() => choose([])} />
      {locked && <BulkNote>{locked}</BulkNote>}
    </BulkBar>
  );
}
