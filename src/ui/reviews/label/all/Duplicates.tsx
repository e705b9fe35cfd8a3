// Reviews whose texts are equal but for case and white space: keep one of each group.

import { Button } from '@mantine/core';
import { memo, useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { Review } from '../../../../wire/reviews';
import { attempt } from '../../../components/attempt';
import { formatCount, plural } from '../../../components/format';
import { useThrottled } from '../../../components/useThrottled';
import { useReviews } from '../../store';
import classes from './All.module.css';
import { removeReviews } from './actions';

/** Groups on show, and of each so many to choose from; more are counted. */
const GROUPS = 50;
const MEMBERS = 6;
/** Milliseconds between two looks: all texts are compared. */
const INTERVAL = 2000;

type Group = readonly Review[];

export function Duplicates() {
  const groups = useDuplicates();
  if (!groups) return <p className={classes.note}>Looking for equal texts …</p>;
  if (groups.length === 0) return <p className={classes.note}>No two texts are equal.</p>;
  const extra = groups.reduce((sum, group) => sum + group.length - 1, 0);
  return (
    <>
      <div className={classes.bulk}>
        <span role="status">
          {plural(groups.length, 'text')} more than once, {plural(extra, 'copy', 'copies')} too many
        </span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void removeReviews(groups.flatMap((group) => othersOf(group, keptOf(group))))}
        >
          Keep one of each
        </Button>
      </div>
      <ul className={classes.rows} aria-label="Duplicates">
        {groups.slice(0, GROUPS).map((group) => (
          <Same key={group.map(({ id }) => id).join()} group={group} />
        ))}
      </ul>
      {groups.length > GROUPS && <p className={classes.note}>and {formatCount(groups.length - GROUPS)} more</p>}
    </>
  );
}

const Same = memo(function Same({ group }: { readonly group: Group }) {
  const [kept, setKept] = useState(() => keptOf(group).id);
  const labels = new Set(group.flatMap(({ sentiment }) => sentiment ?? []));
  const chosen = group.find(({ id }) => id === kept) ?? group[0];
  return (
    <li className={classes.row}>
      <span className="tabular">{formatCount(group.length)} ×</span>
      <fieldset className={classes.same} aria-label="Which one to keep">
        <p className={classes.beginning}>
          <bdi dir="auto">{group[0].text.slice(0, 200)}</bdi>
        </p>
        {labels.size > 1 && <p className={classes.facts}>Under both labels: one of them is wrong.</p>}
        {group.slice(0, MEMBERS).map(({ id, sentiment, source, created_at }) => (
          <label key={id} className={classes.facts}>
            <input type="radio" className={classes.check} checked={id === kept} onChange={() => setKept(id)} />
            <span>{sentiment === null ? 'no label' : sentiment === 1 ? 'positive' : 'negative'}</span>
            <bdi>{source}</bdi>
            <span className="tabular">{new Date(created_at).toLocaleDateString('en-GB')}</span>
          </label>
        ))}
      </fieldset>
      <Button size="compact-sm" variant="default" onClick={() => void removeReviews(othersOf(group, chosen))}>
        Keep this one
      </Button>
    </li>
  );
});

/** One with a label where there is one. */
function keptOf(group: Group): Review {
  return group.find(({ sentiment }) => sentiment !== null) ?? group[0];
}

function othersOf(group: Group, kept: Review): Group {
  return group.filter(({ id }) => id !== kept.id);
}

/** Null while they are looked for at first. */
function useDuplicates(): readonly Group[] | null {
  const rev = useThrottled(
    useReviews(({ state }) => state?.reviews.rev),
    INTERVAL,
  );
  const [groups, setGroups] = useState<readonly Group[] | null>(null);
  useEffect(() => {
    if (rev === undefined) return;
    let over = false;
    void attempt('look for duplicates', () => service.reviews.duplicates()).then((found) => {
      if (!over) setGroups(found ?? []);
    });
    return () => {
      over = true;
    };
  }, [rev]);
  return groups;
}
