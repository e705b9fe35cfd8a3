// What can be done to the review at hand: large buttons with their keys.

import { Button, Kbd } from '@mantine/core';
import { Keyboard, RotateCcw, SkipForward, ThumbsDown, ThumbsUp } from 'lucide-react';
import { memo, useId, useState } from 'react';
import { useShownKeys } from '../../../components/letterKeys';
import { whenPossible } from '../../../components/possible';
import { ACTION_WORDS, type Action, ALWAYS } from '../keymap';
import { run } from '../keys';
import { useLabel } from '../store';
import classes from './Hand.module.css';
import { KeysPanel } from './KeysPanel';

export const Choices = memo(function Choices({ none }: { readonly none: boolean }) {
  const nothing = useLabel((state) => state.history.length === 0);
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={classes.reach}>
      <div className={classes.choices}>
        <Choice action="negative" disabled={none} />
        <Choice action="positive" disabled={none} />
        <Choice action="skip" disabled={none} />
        <Choice action="undo" disabled={nothing} />
      </div>
      <div className={classes.more}>
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.keysToggle ?? ''}
          leftSection={<Keyboard size={16} aria-hidden />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          Keys
        </Button>
      </div>
      <div id={id} hidden={!open}>
        {open && <KeysPanel />}
      </div>
    </div>
  );
});

const ICONS: Readonly<Record<Action, typeof ThumbsUp>> = {
  negative: ThumbsDown,
  positive: ThumbsUp,
  skip: SkipForward,
  undo: RotateCcw,
};

interface ChoiceProps {
  readonly action: Action;
  readonly disabled: boolean;
}

function Choice({ action, disabled }: ChoiceProps) {
  const key = useShownKeys(useLabel((state) => state.keys[action].toUpperCase()));
  const always = ALWAYS[action];
  const Icon = ICONS[action];
  return (
    <Button
      size="lg"
      variant="default"
      className={classes.choice ?? ''}
      data-action={action}
      aria-label={ACTION_WORDS[action]}
      aria-keyshortcuts={key === undefined ? always.name : `${key} ${always.name}`}
      leftSection={<Icon size={18} aria-hidden />}
      rightSection={
        <span className={classes.hints}>
          {key !== undefined && <Kbd size="sm">{key}</Kbd>}
          <Kbd size="xs">{always.shown}</Kbd>
        </span>
      }
      {...whenPossible(!disabled, () => run(action))}
    >
      {ACTION_WORDS[action]}
    </Button>
  );
}
