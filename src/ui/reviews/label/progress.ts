// How many are labelled and how many are left. What the person does counts at once; the service's word comes a moment
// later, and may be a moment old: it is taken over when nothing is being stored and its own words have settled.

import type { ReviewCounts } from '../../../wire/reviews';
import { useLabel } from './store';

/** Milliseconds after which events speak of all that was stored: they come ten times a second. */
export const SETTLE = 250;

let latest: ReviewCounts | null = null;
let underWay = 0;
let quietAt = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | null = null;

/** The service's latest word. */
export function heardCounts(counts: ReviewCounts): void {
  latest = counts;
  if (useLabel.getState().progress === null) take();
  else settle();
}

/** So many more are labelled now, and so many less left. */
export function countLabelled(by: number): void {
  useLabel.setState(({ progress }) => ({
    progress: progress && { labelled: progress.labelled + by, left: Math.max(0, progress.left - by) },
  }));
}

/** Something is being stored, until the function given back is called. */
export function storing(): () => void {
  underWay += 1;
  if (timer !== null) clearTimeout(timer);
  timer = null;
  return () => {
    underWay -= 1;
    quietAt = performance.now() + SETTLE;
    settle();
  };
}

function settle(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  if (underWay > 0) return;
  const wait = quietAt - performance.now();
  if (wait <= 0) take();
  else timer = setTimeout(take, wait);
}

function take(): void {
  if (!latest) return;
  const { positive, negative, unlabelled } = latest;
  const { progress } = useLabel.getState();
  const next = { labelled: positive + negative, left: unlabelled };
  if (progress?.labelled !== next.labelled || progress.left !== next.left) useLabel.setState({ progress: next });
}
