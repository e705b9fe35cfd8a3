// Over the list: what is searched for, and what is left out.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Search, X } from 'lucide-react';
import { useMemo } from 'react';
import { type LibraryModel, MODEL_KINDS } from '../../../wire/library';
import { useModels } from '../store';
import { KIND_WORDS } from '../words';
import { type Arrangement, isFiltered } from './arrange';
import classes from './Table.module.css';

function change(patch: Partial<Arrangement>): void {
  useModels.setState(({ arrangement }) => ({ arrangement: { ...arrangement, ...patch } }));
}

export function Filters({ models }: { readonly models: readonly LibraryModel[] }) {
  const arrangement = useModels((ui) => ui.arrangement);
  const { text, kind, tag } = arrangement;
  const kinds = useMemo(() => MODEL_KINDS.filter((id) => models.some((model) => model.kind === id)), [models]);
  const tags = useMemo(() => [...new Set(models.flatMap((model) => model.tags))].sort(), [models]);
  return (
    <search className={classes.filters}>
      <TextInput
        className={classes.search ?? ''}
        size="xs"
        type="search"
        aria-label="Search models"
        placeholder="Search"
        leftSection={<Search size={14} aria-hidden />}
        value={text}
        onChange={({ currentTarget: { value } }) => change({ text: value })}
      />
      <NativeSelect
        size="xs"
        aria-label="Kind"
        data={[{ value: '', label: 'Any kind' }, ...kinds.map((id) => ({ value: id, label: KIND_WORDS[id] }))]}
        value={kind ?? ''}
        onChange={({ currentTarget: { value } }) => change({ kind: MODEL_KINDS.find((id) => id === value) ?? null })}
      />
      {(tags.length > 0 || tag !== null) && (
        <NativeSelect
          size="xs"
          aria-label="Tag"
          data={[{ value: '', label: 'Any tag' }, ...(tag === null || tags.includes(tag) ? tags : [...tags, tag])]}
          value={tag ?? ''}
          onChange={({ currentTarget: { value } }) => change({ tag: value || null })}
        />
      )}
      {isFiltered(arrangement) && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<X size={13} aria-hidden />}
          onClick={() => change({ text: '', kind: null, tag: null })}
        >
          Show all
        </Button>
      )}
    </search>
  );
}
