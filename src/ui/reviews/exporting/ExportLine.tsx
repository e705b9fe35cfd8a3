// How far an export is, and how to give it up.

import type { ExportProgress } from '../../../wire/labelling';
import { ProgressLine } from '../../components/ProgressLine';

interface ExportLineProps {
  readonly label: string;
  /** What is counted: "reviews". */
  readonly unit: string;
  readonly progress: ExportProgress | null;
  readonly onCancel: () => void;
}

export function ExportLine({ label, unit, progress, onCancel }: ExportLineProps) {
  // One that is over in a moment is not worth a line that comes and goes.
  if (progress === null || progress.rate === 0) return null;
  const { share, rate, secondsLeft } = progress;
  return <ProgressLine {...{ label, share, secondsLeft, onCancel }} rate={{ perSecond: rate, unit }} />;
}
