// A page with one working surface: its head and the surface, large; what runs it and a panel of controls beside them,
// or under each other on a phone.

import type { ReactNode } from 'react';
import classes from './WorkPage.module.css';

interface WorkPageProps {
  /** Title, summary and explanation: a PageHeader. */
  readonly head: ReactNode;
  /** A Transport. */
  readonly transport?: ReactNode;
  /** On a phone the transport stands over the surface, not under it. */
  readonly transportFirst?: boolean;
  /** PanelTabs, or what else the panel holds. */
  readonly panel: ReactNode;
  /** The surface has more than fits and scrolls by itself; otherwise it fills its place to the edges. */
  readonly scrolls?: boolean;
  readonly workTestId?: string;
  /** The surface. */
  readonly children: ReactNode;
}

export function WorkPage(props: WorkPageProps) {
  const { head, transport, transportFirst = false, panel, scrolls = false, workTestId, children } = props;
  const work = (
    <div className={classes.work} data-scrolls={scrolls || undefined} data-testid={workTestId}>
      {children}
    </div>
  );
  return (
    <div className={classes.page}>
      <div className={classes.head}>{head}</div>
      {transportFirst && transport}
      {work}
      {!transportFirst && transport}
      <aside className={classes.panel} aria-label="Controls">
        {panel}
      </aside>
    </div>
  );
}
