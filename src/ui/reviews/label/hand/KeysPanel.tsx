// Which key does what: press another to choose it.

import { Button, Kbd } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { LettersSwitch } from '../../../components/LettersSwitch';
import { Note } from '../../../components/Section';
import { ACTION_WORDS, ACTIONS, type Action, choose, DEFAULT_KEYS } from '../keymap';
import { prefer, useLabel } from '../store';
import classes from './Hand.module.css';

export function KeysPanel() {
  const keys = useLabel((state) => state.keys);
  const [asking, setAsking] = useState<Action | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = (action: Action | null) => {
    setAsking(action);
    setProblem(null);
  };
  const take = (action: Action, event: KeyboardEvent) => {
    if (asking !== action || event.key === 'Enter' || event.key === ' ') return;
    const outcome = choose(event.nativeEvent, action, keys);
    if (outcome.kind === 'ignored') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') ask(null);
    else if (outcome.kind === 'refused') setProblem(outcome.why);
    else {
      prefer({ keys: outcome.keys });
      ask(null);
    }
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
              onClick={() => ask(asking === action ? null : action)}
              onKeyDown={(event) => take(action, event)}
              onBlur={() => ask(null)}
            >
              {asking === action ? 'Press a key …' : <Kbd size="xs">{keys[action].toUpperCase()}</Kbd>}
            </Button>
          </li>
        ))}
        <li>
          <Button size="compact-sm" variant="subtle" onClick={() => prefer({ keys: DEFAULT_KEYS })}>
            As they were
          </Button>
        </li>
      </ul>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <LettersSwitch description="Off, no single character does anything by itself, here or on other pages; the arrows and Ctrl Z still do." />
      <Note>
        The arrows left, right and down are negative, positive and skip, too, and Ctrl Z is undo. They work while
        nothing is being written, and this part of the page is in sight. In the list below, the letters label the review
        that has the focus.
      </Note>
    </section>
  );
}
