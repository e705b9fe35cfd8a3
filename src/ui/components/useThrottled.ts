// A value that changes often, at a rate the page can draw.

import { useEffect, useRef, useState } from 'react';

/** The value, at most once every `interval` milliseconds; the last one always arrives. */
export function useThrottled<T>(value: T, interval: number): T {
  const [shown, setShown] = useState(value);
  const next = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, next.current - performance.now());
    const timer = setTimeout(() => {
      next.current = performance.now() + interval;
      setShown(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, interval]);
  return shown;
}
