// Reviews whose texts are equal but for case and white space: keep one of each group.

import { Button } from '@mantine/core';
import { type MouseEvent, memo, useCallback, useEffect, useId, useRef, useState } from 'react';
import { service } from '../../../../client';
import { beginningOf } from '../../../../ml/text/beginning';
import type { Review } from '../../../../wire/reviews';
import { attempt } from '../../../components/attempt';
import { formatCount, plural } from '../../../components/format';
import { useThrottled } from '../../../components/useThrottled';
import { useReviews } from '../../store';
import classes from './All.module.css';
import { removeReviews } from './actions';
import { type Choices, type Group, keptOf, othersOf, withChoice } from './keeping';

/** Groups on show, and of each so many to choose from; more are counted. */
const GROUPS = 50;
const MEMBERS = 6;
/** Milliseconds between two looks: all texts are compared. */
const INTERVAL = 2000;

export function Duplicates() {
  const groups = useDuplicates();
  const found = typeof groups === 'object' && groups ? groups : [];
  const [choices, setChoices] = useState<Choices>(new Set());
  const choose = useCallback((group: Group, id: string) => setChoices((all) => withChoice(all, group, id)), []);
  const words = useRef<HTMLParagraphElement>(null);
  const keepAll = (event: MouseEvent<HTMLElement>) => {
    if (isByKey(event)) words.current?.focus();
    void removeReviews(found.flatMap((group) => othersOf(group, keptOf(group, choices))));
  };
  const keep = useCallback((group: Group, kept: Review, event: MouseEvent<HTMLElement>) => {
    if (isByKey(event)) (buttonBeside(event.currentTarget) ?? words.current)?.focus();
    void removeReviews(othersOf(group, kept));
  }, []);
  return (
    <>
      <div className={classes.bulk}>
        <p ref={words} tabIndex={-1} className={classes.note} role="status">
          {groups === 'failed'
            ? 'It is not known whether texts are equal.'
            : groups
              ? inWords(groups)
              : 'Looking for equal texts …'}
        </p>
        {found.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={keepAll}>
            Keep one of each
          </Button>
        )}
      </div>
      {found.length > 0 && (
        <ul className={classes.rows} aria-label="Duplicates">
          {found.slice(0, GROUPS).map((group) => (
            <Same
              key={group.map(({ id }) => id).join()}
              group={group}
              kept={keptOf(group, choices)}
              onChoose={choose}
              onKeep={keep}
            />
          ))}
        </ul>
      )}
      {found.length > GROUPS && <p className={classes.note}>and {formatCount(found.length - GROUPS)} more</p>}
    </>
  );
}

function inWords(groups: readonly Group[]): string {
  if (groups.length === 0) return 'No two texts are equal.';
  const extra = groups.reduce((sum, group) => sum + group.length - 1, 0);
  return `${plural(groups.length, 'text')} more than once, ${plural(extra, 'copy', 'copies')} too many`;
}

/** Then the focus must go on before its button goes; after a pointer, the letters mean the review at hand again. */
function isByKey({ detail }: MouseEvent): boolean {
  return detail === 0;
}

interface SameProps {
  readonly group: Group;
  readonly kept: Review;
  readonly onChoose: (group: Group, id: string) => void;
  readonly onKeep: (group: Group, kept: Review, event: MouseEvent<HTMLElement>) => void;
}

const Same = memo(function Same({ group, kept, onChoose, onKeep }: SameProps) {
  const name = useId();
  const labels = new Set(group.flatMap(({ sentiment }) => sentiment ?? []));
  return (
    <li className={classes.row}>
      <span className="tabular">{formatCount(group.length)} ×</span>
      <fieldset className={classes.same} aria-label="Which one to keep">
        <p className={classes.beginning}>
          <bdi dir="auto">{beginningOf(group[0].text, 200)}</bdi>
        </p>
        {labels.size > 1 && <p className={classes.facts}>Under both labels: one of them is wrong.</p>}
        {group.slice(0, MEMBERS).map(({ id, sentiment, source, created_at }) => (
          <label key={id} className={classes.facts}>
            <input
              type="radio"
              name={name}
              className={classes.check}
              checked={id === kept.id}
              onChange={() => onChoose(group, id)}
            />
            <span>{sentiment === null ? 'no label' : sentiment === 1 ? 'positive' : 'negative'}</span>
            <bdi>{source}</bdi>
            <span className="tabular">{new Date(created_at).toLocaleDateString('en-GB')}</span>
          </label>
        ))}
      </fieldset>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Keep this one: ${beginningOf(group[0].text, 60)}`}
        onClick={(event) => onKeep(group, kept, event)}
      >
        Keep this one
      </Button>
    </li>
  );
});

/** The same button of the next text, or of the one before. */
function buttonBeside(button: HTMLElement): HTMLElement | null {
  const row = button.closest('li');
  return (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button') ?? null;
}

/** Null while they are looked for at first; 'failed' where that could not be done, which a message says. */
function useDuplicates(): readonly Group[] | 'failed' | null {
  const rev = useThrottled(
    useReviews(({ state }) => state?.reviews.rev),
    INTERVAL,
  );
  const [groups, setGroups] = useState<readonly Group[] | 'failed' | null>(null);
  useEffect(() => {
    if (rev === undefined) return;
    let over = false;
    void attempt('look for duplicates', () => service.reviews.duplicates()).then((found) => {
      if (!over) setGroups(found ?? 'failed');
    });
    return () => {
      over = true;
    };
  }, [rev]);
  return groups;
}
