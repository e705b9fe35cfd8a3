// A keyboard that pressed "Go on" finds itself on "Pause", which takes that button's place.

import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import classes from './Run.module.css';

interface HandOverProps {
  /** Whether what stood here before had the focus when it left. */
  readonly left: RefObject<boolean>;
  /** The focus comes along. It does not when a run ends: who meant to pause it would start something else. */
  readonly takes: boolean;
  readonly children: ReactNode;
}

/** One with another key takes the place of one before it. */
export function HandOver({ left, takes, children }: HandOverProps) {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const here = root.current;
    if (left.current && takes) here?.querySelector('button')?.focus();
    left.current = false;
    return () => {
      left.current = here?.contains(document.activeElement) ?? false;
    };
  }, [left, takes]);
  return (
    <div ref={root} className={classes.place}>
      {children}
    </div>
  );
}
