// A small picture of what the page does: three groups of points, told apart by shape and colour, with
// their ellipses.

import classes from './Welcome.module.css';

interface Group {
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
  readonly turn: number;
  readonly shape: 'circle' | 'square' | 'triangle';
  /** In the ellipse's own axes, in units of its radii. */
  readonly points: readonly (readonly [number, number])[];
}

const GROUPS: readonly Group[] = [
  {
    cx: 62,
    cy: 52,
    rx: 40,
    ry: 20,
    turn: -24,
    shape: 'circle',
    points: [
      [-0.7, 0.1],
      [-0.35, -0.5],
      [-0.2, 0.35],
      [0.05, -0.1],
      [0.3, 0.5],
      [0.45, -0.3],
      [0.8, 0.15],
      [1.15, -0.3],
    ],
  },
  {
    cx: 158,
    cy: 38,
    rx: 25,
    ry: 22,
    turn: 0,
    shape: 'square',
    points: [
      [-0.6, -0.3],
      [-0.3, 0.5],
      [0, -0.65],
      [0.1, 0.05],
      [0.5, 0.55],
      [0.65, -0.2],
      [-1.2, 0.5],
    ],
  },
  {
    cx: 222,
    cy: 74,
    rx: 38,
    ry: 15,
    turn: 30,
    shape: 'triangle',
    points: [
      [-0.75, 0.2],
      [-0.4, -0.4],
      [-0.1, 0.3],
      [0.15, -0.25],
      [0.45, 0.4],
      [0.75, -0.15],
      [1.2, 0.3],
    ],
  },
];

export function WelcomePicture() {
  return (
    <svg className={classes.picture} viewBox="0 0 280 112" aria-hidden="true" focusable="false">
      {GROUPS.map((group) => (
        <g
          key={group.shape}
          className={classes[group.shape]}
          transform={`translate(${group.cx} ${group.cy}) rotate(${group.turn})`}
        >
          <ellipse className={classes.outer} rx={group.rx * 1.3} ry={group.ry * 1.3} />
          <ellipse className={classes.inner} rx={group.rx * 0.65} ry={group.ry * 0.65} />
          {group.points.map(([x, y]) => (
            <Mark key={`${x},${y}`} shape={group.shape} x={x * group.rx} y={y * group.ry} turn={-group.turn} />
          ))}
        </g>
      ))}
    </svg>
  );
}

interface MarkProps {
  readonly shape: Group['shape'];
  readonly x: number;
  readonly y: number;
  readonly turn: number;
}

function Mark({ shape, x, y, turn }: MarkProps) {
  const place = `translate(${x} ${y}) rotate(${turn})`;
  if (shape === 'circle') return <circle className={classes.mark} r="2.7" transform={place} />;
  if (shape === 'square') {
    return <rect className={classes.mark} x="-2.4" y="-2.4" width="4.8" height="4.8" transform={place} />;
  }
  return <path className={classes.mark} d="M0 -3.3 3 2.2H-3Z" transform={place} />;
}
