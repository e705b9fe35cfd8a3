// Runs that wait for the slot, the next one first.

import { X } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { formatCount } from '../../components/format';
import { Tool } from '../../components/items/ItemTools';
import { Note, Section } from '../../components/Section';
import { unqueueRun } from '../actions';
import { focusBeside } from '../focusBeside';
import { useRuns } from '../store';
import { hashOf } from '../views';
import classes from './Active.module.css';

/** `after` has the focus when the last one is taken out. */
export function Queue({ after }: { readonly after: RefObject<HTMLElement | null> }) {
  const list = useRef<HTMLOListElement>(null);
  const queue = useRuns((ui) => ui.state?.queue ?? NONE);
  if (queue.length === 0) return null;
  const more = queue.length - MOST;
  return (
    <Section title="Waiting in line">
      <ol ref={list} className={classes.queue}>
        {queue.slice(0, MOST).map(({ id, name }, at) => (
          <li key={id}>
            <a href={hashOf({ view: 'run', id })}>{name}</a>
            <Tool
              icon={X}
              label="Take out of the line"
              of={name}
              onClick={() => {
                focusBeside(list.current, at, after);
                void unqueueRun(id);
              }}
            />
          </li>
        ))}
      </ol>
      {more > 0 && (
        <Note>
          And {formatCount(more)} more, in the list as <em>Waiting</em>.
        </Note>
      )}
    </Section>
  );
}

/** What is set up below stays in reach. */
const MOST = 5;

const NONE: readonly never[] = [];
