// A stage of an import takes the place of the one before, and of the control that was pressed for it: the focus goes along.

import { type RefObject, useEffect, useRef } from 'react';
import { type ImportStage, useImporting } from './importing';

/** Stages that were on show: in one whose tab is opened again there is nothing new. */
const met = new WeakSet<ImportStage>([useImporting.getInitialState().at]);

/**
 * A ref for what shows the stage. When that is new it comes into view, and takes the focus where nothing else has it:
 * reading may have taken its time, and people go on meanwhile.
 *
 * @param heirOf what in it has the focus then; itself where it is left out
 */
export function useArrival<T extends HTMLElement>(
  at: ImportStage,
  heirOf?: (shown: T, at: ImportStage) => HTMLElement | null,
): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    const shown = ref.current;
    if (!shown || met.has(at)) return;
    met.add(at);
    if (at.stage !== 'none') shown.scrollIntoView({ block: 'nearest' });
    if (document.activeElement !== document.body) return;
    (heirOf ? heirOf(shown, at) : shown)?.focus({ preventScroll: at.stage !== 'none' });
  }, [at, heirOf]);
  return ref;
}
