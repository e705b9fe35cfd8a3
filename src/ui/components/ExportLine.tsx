// How far a file on its way out is, and how to give it up.

import { useEffect, useState } from 'react';
import type { ExportProgress } from '../../wire/labelling';
import { ProgressLine } from './ProgressLine';
import { useFocusBack } from './useFocusBack';

interface ExportLineProps {
  readonly label: string;
  /** What is counted: "reviews". */
  readonly unit: string;
  readonly progress: ExportProgress | null;
  readonly onCancel: () => void;
}

/** Milliseconds: what is over in a moment is not worth a line that comes and goes. */
const LATE = 300;
/** As formatBytes counts. */
const MEGABYTE = 1e6;

/** There for as long as something is at work; how far it is may not be known at first. */
export function ExportLine(props: ExportLineProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE);
    return () => clearTimeout(timer);
  }, []);
  return late ? <Line {...props} /> : null;
}

function Line({ label, unit, progress, onCancel }: ExportLineProps) {
  // Whoever cancels it goes on from where it was begun.
  const line = useFocusBack<HTMLDivElement>();
  const known = progress !== null && progress.rate > 0 ? progress : null;
  return (
    <div ref={line}>
      <ProgressLine
        label={label}
        share={known?.share ?? null}
        rate={known ? { perSecond: known.rate, unit } : undefined}
        secondsLeft={known?.secondsLeft}
        onCancel={onCancel}
      />
    </div>
  );
}

/** Of bytes: so many megabytes a second. */
export function inMegabytes(progress: ExportProgress | null): ExportProgress | null {
  return progress && { ...progress, rate: progress.rate / MEGABYTE };
}
