// A finger gets no tooltip: a button of the toolbar that is held tells its name instead, and does nothing else.

import { type TouchEvent, useEffect, useRef, useState } from 'react';

/** Milliseconds, as long as phones take for a long press. */
const HELD = 500;
/** Milliseconds that the name stays once the finger has left. */
const STAYS = 1500;

/** The name to show, and what the toolbar listens with. */
export function useHeldName() {
  const [name, setName] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const after = (milliseconds: number, next: string | null) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setName(next), milliseconds);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  const onTouchStart = ({ target }: TouchEvent) => {
    const button = target instanceof Element ? target.closest('button') : null;
    setName(null);
    after(HELD, button?.getAttribute('aria-label') ?? null);
  };
  const onTouchEnd = (event: TouchEvent) => {
    if (name === null) return clearTimeout(timer.current);
    // No click follows: it was only asked what it is.
    event.preventDefault();
    after(STAYS, null);
  };
  const onTouchMove = () => {
    if (name === null) clearTimeout(timer.current);
  };
  return { name, listeners: { onTouchStart, onTouchMove, onTouchEnd, onTouchCancel: onTouchEnd } };
}
