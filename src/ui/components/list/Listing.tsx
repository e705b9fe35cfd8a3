// A page's list of kept things as one surface: filters over it, what is done to the chosen ones, the table, its pages.

import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import { Pager } from '../Pager';
import { stepThrough } from './choosing';
import classes from './List.module.css';
import { useFocusKept } from './useFocusKept';

/** Rows on a page of it: five hundred things are as quick as five. */
export const PAGE_SIZE = 50;

interface ListingProps {
  /** What is listed: "model", "models". */
  readonly one: string;
  readonly many: string;
  /** A FilterBar and a bar of what is done to the chosen ones. */
  readonly tools: ReactNode;
  /** All that fit the filter, and the page of them that is on show. */
  readonly total: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
  /** In place of the table while there is none yet. */
  readonly waiting?: ReactNode;
  /** Head and body of the table. */
  readonly children: ReactNode;
}

export function Listing({ one, many, tools, total, page, onPage, waiting, children }: ListingProps) {
  const focus = useFocusKept();
  return (
    <section className={classes.root} aria-label={`All ${many}`} onFocus={focus.took}>
      {tools}
      {waiting ??
        (total === 0 ? (
          <p className={classes.none}>No {one} fits the filter.</p>
        ) : (
          <Box
            ref={focus.rest}
            className={classes.scroll ?? ''}
            tabIndex={0}
            role="group"
            aria-label={`Table of ${many}`}
            onKeyDown={stepThrough}
          >
            <table className={classes.table} data-testid={many}>
              {children}
            </table>
          </Box>
        ))}
      {total > PAGE_SIZE && (
        <Pager label={`Pages of ${many}`} total={total} size={PAGE_SIZE} page={page} onPage={onPage} />
      )}
    </section>
  );
}

/** The page that can be shown where that one is asked for, of so many rows. */
export function pageWithin(asked: number, total: number): number {
  return Math.min(asked, Math.max(0, Math.ceil(total / PAGE_SIZE) - 1));
}
