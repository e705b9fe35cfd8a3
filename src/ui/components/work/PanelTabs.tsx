// The tabs of a page's side panel. The open one's body alone is there, and may load when it is first opened. One that is
// opened from elsewhere on the page is brought into view.

import { Skeleton, Tabs } from '@mantine/core';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import classes from './PanelTabs.module.css';

interface PanelTabsProps<T extends string> {
  readonly tabs: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  /** The open one. */
  readonly tab: T;
  readonly onTab: (tab: T) => void;
  /** The open one's body: Sections, one under the other. */
  readonly children: ReactNode;
}

export function PanelTabs<T extends string>({ tabs, names, tab, onTab, children }: PanelTabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const opened = useRef(tab);
  const open = (value: string | null) => {
    const found = tabs.find((item) => item === value);
    if (found === undefined) return;
    opened.current = found;
    onTab(found);
  };
  useEffect(() => {
    // From elsewhere on the page, which may be far on a phone.
    if (opened.current !== tab) list.current?.scrollIntoView({ block: 'nearest' });
    opened.current = tab;
  }, [tab]);
  return (
    <Tabs className={classes.tabs ?? ''} value={tab} onChange={open}>
      <Tabs.List ref={list} className={classes.list ?? ''} grow>
        {tabs.map((item) => (
          <Tabs.Tab key={item} value={item}>
            {names[item]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <div className={classes.body}>
        {tabs.map((item) => (
          // In reach of the keyboard even where it holds nothing but text: it scrolls.
          <Tabs.Panel key={item} value={item} tabIndex={0} className={classes.sections ?? ''}>
            {tab === item && <Suspense fallback={<Skeleton height={160} />}>{children}</Suspense>}
          </Tabs.Panel>
        ))}
      </div>
    </Tabs>
  );
}
