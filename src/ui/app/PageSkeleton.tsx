// Shown while a page's code is on its way: the outline of a heading, a large surface and a side panel. It keeps still: drawing
// a moving one anew takes time from what is waited for.

import { Skeleton } from '@mantine/core';
import classes from './PageSkeleton.module.css';

export function PageSkeleton() {
  return (
    <div className={classes.page} role="status">
      <span className="visually-hidden">Loading the page…</span>
      <Skeleton animate={false} height={22} width={180} />
      <div className={classes.body}>
        <Skeleton animate={false} className={classes.surface} />
        <div className={classes.panel}>
          <Skeleton animate={false} height={36} />
          <Skeleton animate={false} height={36} width="80%" />
          <Skeleton animate={false} height={120} />
        </div>
      </div>
    </div>
  );
}
