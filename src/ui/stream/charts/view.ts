// Which batches of a run are on show: all of it, its latest ones, or a stretch. Batches are counted from 0 here.

export type View =
  | { readonly kind: 'whole' }
  /** Follows the end. */
  | { readonly kind: 'latest'; readonly span: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

export interface Extent {
  readonly from: number;
  /** Not among them; at least one more than `from`. */
  readonly to: number;
}

/** The least that can be zoomed to: fewer batches make no curve. */
export const LEAST_SPAN = 10;

export function extentOf(view: View, total: number): Extent {
  const end = Math.max(1, total);
  switch (view.kind) {
    case 'whole':
      return { from: 0, to: end };
    case 'latest':
      return { from: Math.max(0, end - view.span), to: end };
    case 'range': {
      const from = Math.min(view.from, end - 1);
      return { from, to: Math.max(from + 1, Math.min(view.to, end)) };
    }
  }
}

/** The stretch from … to within the run; all of the run where nothing is left out. */
export function rangeOf(from: number, to: number, total: number): View {
  const span = Math.min(Math.max(LEAST_SPAN, Math.round(to - from)), Math.max(1, total));
  const begin = Math.round(Math.min(Math.max(0, (from + to - span) / 2), Math.max(0, total - span)));
  return span >= total ? { kind: 'whole' } : { kind: 'range', from: begin, to: begin + span };
}

/** As much again (`by` above 1), or less, around the middle; what follows the end goes on following. */
export function zoomed(view: View, total: number, by: number): View {
  const { from, to } = extentOf(view, total);
  const span = Math.max(LEAST_SPAN, Math.round((to - from) * by));
  if (view.kind !== 'range') return span >= total && by > 1 ? { kind: 'whole' } : { kind: 'latest', span };
  const middle = (from + to) / 2;
  return rangeOf(middle - span / 2, middle + span / 2, total);
}

/** Half of what is on show earlier (−1) or later (1); at the end it follows it again. */
export function moved(view: View, total: number, by: -1 | 1): View {
  const { from, to } = extentOf(view, total);
  const span = to - from;
  const begin = Math.max(0, from + Math.round((by * span) / 2));
  if (begin + span >= total) return span >= total ? { kind: 'whole' } : { kind: 'latest', span };
  return { kind: 'range', from: begin, to: begin + span };
}

/** Parts of what is on show that its ends move by, so that the axis stands still between two of them. */
const STEPS = 12;

/** The ends of the axis across: what grows has a little room to grow into. */
export function axisOf(view: View, extent: Extent): Extent {
  if (view.kind === 'range') return extent;
  const span = view.kind === 'whole' ? extent.to : view.span;
  const grain = Math.max(1, roundStep(span / STEPS));
  const to = Math.max(LEAST_SPAN, Math.ceil(extent.to / grain) * grain);
  return { from: view.kind === 'whole' ? 0 : Math.max(0, Math.min(extent.from, to - grain - span)), to };
}

/** 1, 2 or 5 times a power of ten, at most `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, step)));
  const rest = step / power;
  return power * (rest >= 5 ? 5 : rest >= 2 ? 2 : 1);
}
