// Reviews whose texts are equal but for case and white space: keep one of each group.

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { Review } from '../../../../wire/reviews';
import { formatCount, plural } from '../../../components/format';
import { attempt } from '../../actions';
import classes from '../Label.module.css';
import { remove } from './actions';

/** Groups on show; more are counted. */
const SHOWN = 50;

type Group = readonly Review[];

export function Duplicates({ rev }: { readonly rev: number }) {
  const groups = useDuplicates(rev);
  if (!groups) return <p className={classes.note}>Looking for equal texts …</p>;
  if (groups.length === 0) return <p className={classes.note}>No two texts are equal.</p>;
  const extra = groups.reduce((sum, group) => sum + group.length - 1, 0);
  return (
    <>
      <div className={classes.bulk}>
        <span>
          {plural(groups.length, 'text')} more than once, {plural(extra, 'copy', 'copies')} too many
        </span>
        <Button size="compact-sm" variant="default" onClick={() => void remove(groups.flatMap(copiesOf))}>
          Keep one of each
        </Button>
      </div>
      <ul className={classes.rows} aria-label="Duplicates">
        {groups.slice(0, SHOWN).map((group) => (
          <Same key={group[0]?.id} group={group} />
        ))}
      </ul>
      {groups.length > SHOWN && <p className={classes.note}>and {formatCount(groups.length - SHOWN)} more</p>}
    </>
  );
}

function Same({ group }: { readonly group: Group }) {
  const labels = new Set(group.flatMap(({ sentiment }) => sentiment ?? []));
  return (
    <li className={classes.row}>
      <span className="tabular">{formatCount(group.length)} ×</span>
      <div className={classes.body}>
        <p className={classes.beginning}>
          <bdi>{(group[0]?.text ?? '').slice(0, 200)}</bdi>
        </p>
        {labels.size > 1 && <p className={classes.facts}>Under both labels: one of them is wrong.</p>}
      </div>
      <Button size="compact-sm" variant="default" onClick={() => void remove(copiesOf(group))}>
        Keep one
      </Button>
    </li>
  );
}

/** All but one: one with a label where there is one. */
function copiesOf(group: Group): Group {
  const kept = group.find(({ sentiment }) => sentiment !== null) ?? group[0];
  return group.filter((review) => review !== kept);
}

function useDuplicates(rev: number): readonly Group[] | null {
  const [groups, setGroups] = useState<readonly Group[] | null>(null);
  useEffect(() => {
    let wanted = rev >= 0;
    attempt('look for duplicates', () => service.reviews.duplicates()).then((found) => {
      if (wanted) setGroups(found ?? []);
    });
    return () => {
      wanted = false;
    };
  }, [rev]);
  return groups;
}
