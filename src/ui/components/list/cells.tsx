// Cells of a list's row: the box that chooses it, its name with tags and note, and what other columns are made of.

import type { ReactNode } from 'react';
import { formatDate } from '../format';
import { PICKS } from './choosing';
import classes from './List.module.css';

interface NameCellsProps {
  readonly name: string;
  readonly href: string;
  readonly tags: readonly string[];
  readonly note: string;
  /** It is in use by a page, now. */
  readonly used?: boolean;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

/** The first two cells of a row, which stay in sight while others are scrolled to. */
export function NameCells({ name, href, tags, note, used = false, chosen, onToggle }: NameCellsProps) {
  return (
    <>
      <td className={classes.pick}>
        <input
          type="checkbox"
          aria-label={`Choose ${name}`}
          checked={chosen}
          onChange={onToggle}
          {...{ [PICKS]: true }}
        />
      </td>
      <th scope="row" className={classes.name}>
        <a href={href}>{name}</a>
        {(tags.length > 0 || used) && (
          <span className={classes.tags}>
            {used && <span className={classes.used}>in use</span>}
            {tags.map((tag) => (
              <span key={tag} className={classes.tag}>
                {tag}
              </span>
            ))}
          </span>
        )}
        {note && <span className={classes.note}>{note}</span>}
      </th>
    </>
  );
}

interface GroupRowProps {
  readonly name: string;
  /** "3 runs" */
  readonly size: string;
  /** All of the table. */
  readonly columns: number;
}

/** Over the rows of a group. */
export function GroupRow({ name, size, columns }: GroupRowProps) {
  return (
    <tr className={classes.group}>
      <th scope="rowgroup" colSpan={columns}>
        <span>
          {name} <small>{size}</small>
        </span>
      </th>
    </tr>
  );
}

/** Two lines at most; the whole of it where the pointer rests. */
export function Words({ text, quiet = false }: { readonly text: string; readonly quiet?: boolean }) {
  return (
    <span className={classes.words} data-quiet={quiet || undefined} title={text}>
      {text}
    </span>
  );
}

/** What is said small under a value. */
export function Under({ children }: { readonly children: ReactNode }) {
  return <small className={classes.under}>{children}</small>;
}

interface MomentProps {
  /** An ISO time. */
  readonly at: string;
  readonly children: ReactNode;
}

/** A time in few words; all of it where the pointer rests. */
export function Moment({ at, children }: MomentProps) {
  return (
    <time dateTime={at} title={formatDate(at)}>
      {children}
    </time>
  );
}
