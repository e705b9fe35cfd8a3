// Over the list: what is searched for, and what is left out.

import { type LibraryModel, MODEL_KINDS } from '../../../wire/library';
import { FilterBar, FilterChoice, TagChoice } from '../../components/list/Filters';
import { useModels } from '../store';
import { KIND_WORDS } from '../words';
import { type Arrangement, isFiltered } from './arrange';

export function change(patch: Partial<Arrangement>): void {
  useModels.setState(({ arrangement }) => ({ arrangement: { ...arrangement, ...patch } }));
}

export function Filters({ models }: { readonly models: readonly LibraryModel[] }) {
  const arrangement = useModels((ui) => ui.arrangement);
  const { text, kind, tag } = arrangement;
  const kinds = MODEL_KINDS.filter((id) => models.some((model) => model.kind === id));
  return (
    <FilterBar
      label="Search models"
      text={text}
      onText={(typed) => change({ text: typed })}
      filtered={isFiltered(arrangement)}
      onShowAll={() => change({ text: '', kind: null, tag: null })}
    >
      <FilterChoice
        label="Kind"
        values={kinds}
        words={KIND_WORDS}
        value={kind}
        onChange={(next) => change({ kind: next })}
      />
      <TagChoice items={models} tag={tag} onTag={(next) => change({ tag: next })} />
    </FilterBar>
  );
}
