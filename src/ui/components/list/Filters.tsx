// Over a list: what is searched for, and what is left out.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './List.module.css';

interface FilterBarProps {
  /** "Search models" */
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Something is left out. */
  readonly filtered: boolean;
  readonly onShowAll: () => void;
  /** FilterChoices, and what else stands beside them. */
  readonly children: ReactNode;
}

export function FilterBar({ label, text, onText, filtered, onShowAll, children }: FilterBarProps) {
  return (
    <search className={classes.filters}>
      <TextInput
        className={classes.search ?? ''}
        size="xs"
        type="search"
        aria-label={label}
        placeholder="Search"
        leftSection={<Search size={14} aria-hidden />}
        value={text}
        onChange={({ currentTarget: { value } }) => onText(value)}
      />
      {children}
      {filtered && (
        <Button size="compact-xs" variant="subtle" leftSection={<X size={13} aria-hidden />} onClick={onShowAll}>
          Show all
        </Button>
      )}
    </search>
  );
}

interface FilterChoiceProps<T extends string> {
  /** "Kind" */
  readonly label: string;
  readonly values: readonly T[];
  /** What a value is called; itself without. */
  readonly words?: Readonly<Record<T, string>>;
  /** Null: any. */
  readonly value: T | null;
  readonly onChange: (value: T | null) => void;
}

/** Any, or one alone. */
export function FilterChoice<T extends string>({ label, values, words, value, onChange }: FilterChoiceProps<T>) {
  // What is asked for may be gone from the list: the choice says so, and can be taken back.
  const offered = value === null || values.includes(value) ? values : [...values, value];
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      data={[
        { value: '', label: `Any ${label.toLowerCase()}` },
        ...offered.map((id) => ({ value: id, label: words?.[id] ?? id })),
      ]}
      value={value ?? ''}
      onChange={({ currentTarget }) => onChange(offered.find((id) => id === currentTarget.value) ?? null)}
    />
  );
}

interface TagChoiceProps {
  /** Their tags are offered. */
  readonly items: readonly { readonly tags: readonly string[] }[];
  readonly tag: string | null;
  readonly onTag: (tag: string | null) => void;
}

/** Not there where nothing has a tag. */
export function TagChoice({ items, tag, onTag }: TagChoiceProps) {
  const tags = [...new Set(items.flatMap((item) => item.tags))].sort((a, b) => a.localeCompare(b));
  if (tags.length === 0 && tag === null) return null;
  return <FilterChoice label="Tag" values={tags} value={tag} onChange={onTag} />;
}
