// The place that all charts of the page point at together, in units of the axis across.

import { create } from 'zustand';

export const useCursor = create<{ readonly at: number | null }>()(() => ({ at: null }));

export function pointAt(at: number | null): void {
  if (useCursor.getState().at !== at) useCursor.setState({ at });
}
