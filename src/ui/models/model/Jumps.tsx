// On a phone the panel is far below: its tabs can be reached from the top.

import { Button } from '@mantine/core';
import { type RefObject, useRef } from 'react';
import classes from './Model.module.css';

interface JumpsProps<Tab extends string> {
  readonly tabs: readonly Tab[];
  readonly names: Readonly<Record<Tab, string>>;
  readonly onJump: (tab: Tab) => void;
}

export function Jumps<Tab extends string>({ tabs, names, onJump }: JumpsProps<Tab>) {
  return (
    <div className={classes.jumps}>
      {tabs.map((tab) => (
        <Button key={tab} size="compact-sm" variant="default" onClick={() => onJump(tab)}>
          {names[tab]}
        </Button>
      ))}
    </div>
  );
}

/** A ref for what holds the panel, and the way to it. */
export function useJump<Tab>(setTab: (tab: Tab) => void): {
  readonly panel: RefObject<HTMLDivElement | null>;
  readonly jump: (tab: Tab) => void;
} {
  const panel = useRef<HTMLDivElement>(null);
  const jump = (tab: Tab) => {
    setTab(tab);
    panel.current?.firstElementChild?.scrollIntoView({ block: 'start' });
  };
  return { panel, jump };
}
