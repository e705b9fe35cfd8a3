// Runs that wait for the slot, the next one first.

import { X } from 'lucide-react';
import { Tool } from '../../components/items/ItemTools';
import { Section } from '../../components/Section';
import { unqueueRun } from '../actions';
import { useRuns } from '../store';
import { hashOf } from '../views';
import classes from './Active.module.css';

export function Queue() {
  const queue = useRuns((ui) => ui.state?.queue ?? NONE);
  if (queue.length === 0) return null;
  return (
    <Section title="Waiting in line">
      <ol className={classes.queue}>
        {queue.map(({ id, name }) => (
          <li key={id}>
            <a href={hashOf({ view: 'run', id })}>{name}</a>
            <Tool icon={X} label="Take out of the line" of={name} onClick={() => void unqueueRun(id)} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

const NONE: readonly never[] = [];
