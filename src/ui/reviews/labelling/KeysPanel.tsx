// Which key does what: press another to choose it.

import { Button, Kbd } from '@mantine/core';
import { useState } from 'react';
import { ACTION_WORDS, ACTIONS, type Action, DEFAULT_KEYS, type Keymap, refusal, writeKeys } from './keymap';
import classes from './Label.module.css';
import { useLabel } from './store';

function set(keys: Keymap): void {
  useLabel.setState({ keys });
  writeKeys(keys);
}

export function KeysPanel() {
  const keys = useLabel((state) => state.keys);
  const [asking, setAsking] = useState<Action | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = (action: Action, key: string) => {
    const why = refusal(key, action, keys);
    setProblem(why);
    if (why !== null) return;
    set({ ...keys, [action]: key.toLowerCase() });
    setAsking(null);
  };
  return (
    <section className={classes.keys} aria-label="Keys">
      <ul className={classes.keyList}>
        {ACTIONS.map((action) => (
          <li key={action}>
            <span>{ACTION_WORDS[action]}</span>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Key for ${ACTION_WORDS[action].toLowerCase()}: ${keys[action].toUpperCase()}. Press to choose another`}
              aria-pressed={asking === action}
              onClick={() => {
                setAsking(asking === action ? null : action);
                setProblem(null);
              }}
              onKeyDown={(event) => {
                if (asking !== action || ['Tab', 'Enter', ' ', 'Shift'].includes(event.key)) return;
                event.preventDefault();
                event.stopPropagation();
                if (event.key === 'Escape') setAsking(null);
                else take(action, event.key);
              }}
            >
              {asking === action ? 'Press a key …' : <Kbd size="xs">{keys[action].toUpperCase()}</Kbd>}
            </Button>
          </li>
        ))}
      </ul>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <p className={classes.note}>
        The arrows left, right and down are negative, positive and skip, too; Ctrl Z is undo.{' '}
        <Button size="compact-xs" variant="subtle" onClick={() => set(DEFAULT_KEYS)}>
          As they were
        </Button>
      </p>
    </section>
  );
}
