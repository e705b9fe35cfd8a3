// The digits as pens draw them: strokes through points in a box of width and height 1, y downwards; some digits in two
// ways. Curves bend through their points, lines go straight from one to the next.

export interface Stroke {
  readonly curved: boolean;
  readonly points: readonly (readonly [number, number])[];
}

type Points = Stroke['points'];
/** The strokes of one way to draw a digit. */
type Glyph = readonly Stroke[];

const curve = (...points: Points): Stroke => ({ curved: true, points });
const line = (...points: Points): Stroke => ({ curved: false, points });

/** By digit, the ways to draw it. */
export const DIGITS: readonly (readonly Glyph[])[] = [
  [
    [
      curve(
        [0.5, 0.05],
        [0.22, 0.2],
        [0.15, 0.5],
        [0.22, 0.8],
        [0.5, 0.95],
        [0.78, 0.8],
        [0.85, 0.5],
        [0.78, 0.2],
        [0.5, 0.05],
      ),
    ],
  ],
  [[line([0.5, 0.05], [0.5, 0.95])], [line([0.3, 0.25], [0.55, 0.05], [0.55, 0.95])]],
  [
    [
      curve([0.18, 0.28], [0.3, 0.08], [0.55, 0.05], [0.78, 0.2], [0.72, 0.45], [0.45, 0.7], [0.18, 0.93]),
      line([0.18, 0.93], [0.85, 0.93]),
    ],
  ],
  [
    [
      curve([0.2, 0.15], [0.5, 0.04], [0.77, 0.2], [0.68, 0.42], [0.42, 0.48]),
      curve([0.42, 0.48], [0.75, 0.55], [0.82, 0.76], [0.55, 0.95], [0.18, 0.84]),
    ],
  ],
  [
    [line([0.65, 0.95], [0.65, 0.05], [0.15, 0.65], [0.88, 0.65])],
    [line([0.22, 0.08], [0.18, 0.55], [0.82, 0.55]), line([0.68, 0.08], [0.66, 0.95])],
  ],
  [
    [
      line([0.8, 0.06], [0.28, 0.06], [0.24, 0.44]),
      curve([0.24, 0.44], [0.52, 0.38], [0.8, 0.55], [0.78, 0.8], [0.5, 0.95], [0.18, 0.86]),
    ],
  ],
  [
    [
      curve(
        [0.7, 0.06],
        [0.38, 0.25],
        [0.2, 0.6],
        [0.3, 0.88],
        [0.55, 0.95],
        [0.78, 0.8],
        [0.74, 0.58],
        [0.5, 0.48],
        [0.24, 0.64],
      ),
    ],
  ],
  [
    [line([0.15, 0.07], [0.85, 0.07], [0.4, 0.95])],
    [line([0.15, 0.07], [0.85, 0.07], [0.4, 0.95]), line([0.35, 0.5], [0.78, 0.5])],
  ],
  [
    [
      curve([0.5, 0.48], [0.25, 0.36], [0.25, 0.13], [0.5, 0.04], [0.75, 0.13], [0.75, 0.36], [0.5, 0.48]),
      curve([0.5, 0.48], [0.2, 0.62], [0.2, 0.86], [0.5, 0.96], [0.8, 0.86], [0.8, 0.62], [0.5, 0.48]),
    ],
  ],
  [
    [
      curve(
        [0.76, 0.32],
        [0.56, 0.5],
        [0.3, 0.44],
        [0.24, 0.22],
        [0.45, 0.05],
        [0.7, 0.12],
        [0.78, 0.35],
        [0.7, 0.7],
        [0.5, 0.95],
      ),
    ],
  ],
];
