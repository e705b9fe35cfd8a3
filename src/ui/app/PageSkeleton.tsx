// Shown while a page's code is on its way: the outline of a heading, a large surface and a side panel.

import { Skeleton } from '@mantine/core';
import classes from './PageSkeleton.module.css';

export function PageSkeleton() {
  return (
    <div className={classes.page} role="status">
      <span className="visually-hidden">Loading the page…</span>
      <Skeleton height={22} width={180} />
      <div className={classes.body}>
        <Skeleton className={classes.surface} />
        <div className={classes.panel}>
          <Skeleton height={36} />
          <Skeleton height={36} width="80%" />
          <Skeleton height={120} />
        </div>
      </div>
    </div>
  );
}
