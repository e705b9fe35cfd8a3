// How lines are told apart: by colour (Okabe and Ito's), and by dash and marker for those who see no colours. Colours are
// tokens of the app's (tokens.css), for light and dark.

type Marker = 'circle' | 'triangle' | 'square' | 'diamond' | 'cross' | 'star';

interface LineStyle {
  readonly colour: string;
  /** As in stroke-dasharray; undefined: drawn through. */
  readonly dash: string | undefined;
  readonly marker: Marker;
}

const COLOURS = 7;
const DASHES = [undefined, '7 3', '2 3', '9 3 2 3', '5 2 1.5 2 1.5 2'] as const;
const MARKERS: readonly Marker[] = ['circle', 'triangle', 'square', 'diamond', 'cross', 'star'];

/** Pairs of dash and marker do not repeat within 30 lines, nor those with the colour within 210. */
export function styleOf(index: number): LineStyle {
  return {
    colour: `var(--series-${index % COLOURS})`,
    dash: DASHES[index % DASHES.length],
    marker: MARKERS[index % MARKERS.length]!,
  };
}

/** In a square of 8 around 0, 0. */
export const MARKER_PATHS: Readonly<Record<Marker, string>> = {
  circle: 'M-3.2 0 A3.2 3.2 0 1 1 3.2 0 A3.2 3.2 0 1 1 -3.2 0 Z',
  triangle: 'M0 -3.9 L3.7 2.9 H-3.7 Z',
  square: 'M-2.9 -2.9 H2.9 V2.9 H-2.9 Z',
  diamond: 'M0 -4 L4 0 L0 4 L-4 0 Z',
  cross: 'M-3.2 -1.1 H-1.1 V-3.2 H1.1 V-1.1 H3.2 V1.1 H1.1 V3.2 H-1.1 V1.1 H-3.2 Z',
  star: 'M0 -4.2 L1.1 -1.3 L4.2 -1.3 L1.7 0.6 L2.6 3.6 L0 1.8 L-2.6 3.6 L-1.7 0.6 L-4.2 -1.3 L-1.1 -1.3 Z',
};
