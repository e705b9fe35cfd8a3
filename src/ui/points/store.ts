// The Points page's own state: what is shown and which tool is in hand. The service owns points,
// options, fit and model; `state` is its latest word, mirrored here for the components to read.

import { create } from 'zustand';
import type { Inspection, PointsAssignment, PointsState } from '../../wire/service';

export type Tool = 'add' | 'spray' | 'erase' | 'select' | 'pan';
/** Points coloured by their strongest component, by all responsibilities blended, or not at all. */
export type Colouring = 'hard' | 'soft' | 'plain';

export interface Layers {
  readonly colouring: Colouring;
  readonly ellipses: boolean;
  readonly density: boolean;
  readonly contours: boolean;
}

/** What part of the plane is seen, in data units: the centre and the units per CSS pixel on each axis. */
export interface Viewport {
  readonly cx: number;
  readonly cy: number;
  readonly ux: number;
  readonly uy: number;
}

export interface Hover {
  readonly index: number;
  readonly row: readonly number[];
  readonly inspection: Inspection | null;
  /** CSS pixels within the plane. */
  readonly at: { readonly x: number; readonly y: number };
}

export interface PointsUi {
  readonly state: PointsState | null;
  /** The columns drawn. */
  readonly axes: { readonly x: number; readonly y: number };
  readonly tool: Tool;
  readonly selected: Uint32Array;
  readonly layers: Layers;
  readonly viewport: Viewport | null;
  readonly hover: Hover | null;
  /** Who takes each point; the shares themselves are with the painter. */
  readonly assignment: Omit<PointsAssignment, 'responsibilities'> | null;
  /** Share of the mixture's own samples that would be called outliers. */
  readonly outlierLevel: number;
  set(patch: Partial<Omit<PointsUi, 'set'>>): void;
}

/** What is drawn of the mixture before anyone chose. */
export const FIRST_VIEW: Pick<PointsUi, 'layers' | 'outlierLevel'> = {
  layers: { colouring: 'soft', ellipses: true, density: true, contours: false },
  outlierLevel: 0.01,
};

export const usePoints = create<PointsUi>()((set) => ({
  state: null,
  axes: { x: 0, y: 1 },
  tool: 'add',
  selected: new Uint32Array(0),
  ...FIRST_VIEW,
  viewport: null,
  hover: null,
  assignment: null,
  set,
}));
