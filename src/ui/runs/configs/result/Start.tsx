// Starting the configuration: what is to be different in this one run, and the button.

import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Play, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Note } from '../../../components/Section';
import { useFocusOnMount } from '../../../components/useFocusOnMount';
import { addOverride, changeOverride, removeOverride } from '../actions';
import type { Override } from '../store';
import classes from './Result.module.css';

interface StartProps {
  readonly id: string;
  readonly overrides: readonly Override[];
  readonly unsaved: boolean;
  /** Nothing is wrong with the configuration. */
  readonly ready: boolean;
  readonly onStart: () => void;
}

export function Start({ id, overrides, unsaved, ready, onStart }: StartProps) {
  // The row that was added last takes the focus.
  const [added, setAdded] = useState(false);
  return (
    <>
      {overrides.map(({ key, text }) => (
        <Change
          key={key}
          value={text}
          focused={added}
          onChange={(typed) => changeOverride(id, key, typed)}
          onRemove={() => removeOverride(id, key)}
        />
      ))}
      <div className={classes.actions}>
        <Button leftSection={<Play size={15} aria-hidden />} disabled={!ready} onClick={onStart}>
          {unsaved ? 'Save and start' : 'Start'}
        </Button>
        <Button
          variant="default"
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => {
            setAdded(true);
            addOverride(id);
          }}
        >
          Change for this run
        </Button>
      </div>
      {overrides.length > 0 && <Note>Key and value, such as trainer.epochs=3. The file stays as it is.</Note>}
    </>
  );
}

interface ChangeProps {
  readonly value: string;
  readonly focused: boolean;
  readonly onChange: (text: string) => void;
  readonly onRemove: () => void;
}

function Change({ value, focused, onChange, onRemove }: ChangeProps) {
  const field = useFocusOnMount<HTMLInputElement>(focused);
  return (
    <div className={classes.change}>
      <TextInput
        ref={field}
        size="xs"
        aria-label="Change for this run"
        placeholder="trainer.epochs=3"
        maxLength={1000}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes.code ?? '' }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <ActionIcon size="sm" aria-label={`Remove the change ${value}`} onClick={onRemove}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}
