// What a side panel without tabs holds: Sections, one under the other, that scroll by themselves.

import type { ReactNode } from 'react';
import classes from './PanelBody.module.css';

export function PanelBody({ children }: { readonly children: ReactNode }) {
  return <div className={classes.panel}>{children}</div>;
}
