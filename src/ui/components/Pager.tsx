// Turns the pages of a list: which rows are on show, and the pages before and after.

import { Button } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatCount } from './format';
import classes from './Pager.module.css';
import { whenPossible } from './possible';

interface PagerProps {
  /** Of the list, for people who do not see it: "Pages of texts". */
  readonly label: string;
  /** Rows in all, and on a page. */
  readonly total: number;
  readonly size: number;
  /** From 0. */
  readonly page: number;
  readonly onPage: (page: number) => void;
}

export function Pager({ label, total, size, page, onPage }: PagerProps) {
  const root = useRef<HTMLElement>(null);
  const shown = useRef(page);
  // The next page begins at its top.
  useEffect(() => {
    if (shown.current !== page) root.current?.parentElement?.scrollIntoView({ block: 'start' });
    shown.current = page;
  }, [page]);
  const last = Math.ceil(total / size) - 1;
  return (
    <nav ref={root} className={classes.root} aria-label={label}>
      <span className="tabular">
        {formatCount(page * size + 1)}–{formatCount(Math.min(total, (page + 1) * size))} of {formatCount(total)}
      </span>
      {last > 0 && (
        <>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<ChevronLeft size={14} aria-hidden />}
            {...whenPossible(page > 0, () => onPage(page - 1))}
          >
            Previous
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            rightSection={<ChevronRight size={14} aria-hidden />}
            {...whenPossible(page < last, () => onPage(page + 1))}
          >
            Next
          </Button>
        </>
      )}
    </nav>
  );
}
