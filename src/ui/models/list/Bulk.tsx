// What is done to the models that are chosen in the list: two are compared, any number is deleted and can be brought back.

import { Button } from '@mantine/core';
import { GitCompareArrows, Trash2 } from 'lucide-react';
import type { LibraryModel } from '../../../wire/library';
import { plural } from '../../components/format';
import { whenPossible } from '../../components/possible';
import { useFocusBack } from '../../components/useFocusBack';
import { choose, deleteModels } from '../actions';
import { useModels } from '../store';
import { goTo } from '../views';
import { lockOf } from '../words';
import classes from './Table.module.css';

interface BulkProps {
  readonly models: readonly LibraryModel[];
  /** Those that fit the filter. */
  readonly shown: readonly LibraryModel[];
}

export function Bulk({ models, shown }: BulkProps) {
  const ids = useModels((ui) => ui.chosen);
  const chosen = models.filter(({ id }) => ids.has(id));
  // There before anything is chosen: what is about to be chosen next does not move away under the pointer.
  if (chosen.length === 0) return <p className={classes.bulkHint}>Choose models to delete them, or two to compare.</p>;
  return <Tools chosen={chosen} hidden={chosen.filter((model) => !shown.includes(model)).length} />;
}

interface ToolsProps {
  readonly chosen: readonly LibraryModel[];
  /** How many of them the filter leaves out. */
  readonly hidden: number;
}

function Tools({ chosen, hidden }: ToolsProps) {
  const root = useFocusBack<HTMLFieldSetElement>();
  const locked = chosen.flatMap((model) => lockOf(model) ?? [])[0];
  const remove = () => void deleteModels(chosen).then((deleted) => deleted && choose([]));
  const compare = () => goTo({ view: 'compare', ids: chosen.map(({ id }) => id) });
  return (
    <fieldset ref={root} className={classes.bulk} aria-label="Chosen models">
      <span className={classes.count}>
        {plural(chosen.length, 'model')} chosen
        {hidden > 0 && `, ${hidden} of them left out by the filter`}
      </span>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<GitCompareArrows size={13} aria-hidden />}
        {...whenPossible(chosen.length === 2, compare)}
      >
        Compare
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Trash2 size={13} aria-hidden />}
        {...whenPossible(locked === undefined, remove)}
      >
        Delete
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => choose([])}>
        Choose none
      </Button>
      {locked && <span className={classes.locked}>{locked}</span>}
    </fieldset>
  );
}
