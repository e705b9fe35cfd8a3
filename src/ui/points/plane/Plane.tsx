// The working surface of the Points page: a plane of points to click, spray, erase, select and move,
// with the mixture drawn over it. Canvases are run by a controller; React only mounts them.

import { useEffect, useRef, useState } from 'react';
import { useLetterKeys } from '../../components/letterKeys';
import { type Tool, usePoints } from '../store';
import { PlaneController } from './controller';
import { setCurrent } from './current';
import { HoverCard } from './HoverCard';
import classes from './Plane.module.css';
import { type Announce, saidAnew } from './spot';

export { fitView, zoomBy } from './current';
export { exportPng, exportSvg, type PictureOptions } from './pictures';

const KEYS =
  'Arrow keys move a cursor, with Shift faster. Enter uses the tool there: it adds, erases or selects a point. ' +
  'Left and right bracket go from point to point. Delete erases what is selected, or the point nearest to the cursor. ' +
  'The points are also in a table.';
const LETTERS = 'A, S, E, V and H choose the tool, F shows everything, plus and minus zoom.';

interface PlaneProps {
  /** Something else lies over it: neither keys nor a screen reader get to it. */
  readonly covered: boolean;
}

export function Plane({ covered }: PlaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const under = useRef<HTMLCanvasElement>(null);
  const heat = useRef<HTMLCanvasElement>(null);
  const points = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const [said, setSaid] = useState('');
  const tool = usePoints((state) => state.tool);
  const letters = useLetterKeys((state) => state.on);
  const n = usePoints((state) => state.state?.dataset.n ?? 0);

  useEffect(() => {
    if (!host.current || !under.current || !heat.current || !points.current || !over.current) return;
    const canvases = { under: under.current, heat: heat.current, points: points.current, over: over.current };
    const announce: Announce = (message) => setSaid((before) => saidAnew(before, message));
    const controller = new PlaneController(host.current, canvases, announce);
    setCurrent(controller);
    return () => {
      setCurrent(null);
      controller.end();
    };
  }, []);

  return (
    <div className={classes.frame} inert={covered}>
      {/* The plane takes keys and pointers itself: to assistive technology it is one widget, the table its other form. */}
      <div
        ref={host}
        className={classes.host}
        data-tool={tool}
        data-testid="plane"
        role="application"
        aria-roledescription="plane of points"
        aria-label={`Plane with ${n === 1 ? '1 point' : `${n.toLocaleString('en')} points`}`}
        aria-describedby="plane-keys"
      >
        <canvas ref={under} className={classes.layer} />
        <canvas ref={heat} className={classes.layer} hidden />
        <canvas ref={points} className={classes.layer} />
        <canvas ref={over} className={classes.layer} />
      </div>
      <PlaneCard host={host} />
      <Hint />
      <p id="plane-keys" className="visually-hidden">
        {letters ? `${KEYS} ${LETTERS}` : KEYS}
      </p>
      <p role="status" className="visually-hidden" data-testid="plane-status">
        {said}
      </p>
    </div>
  );
}

/** Apart from the plane, so that a hover renders nothing else. */
function PlaneCard({ host }: { readonly host: React.RefObject<HTMLDivElement | null> }) {
  const hovering = usePoints((state) => state.hover !== null);
  if (!hovering || !host.current) return null;
  return <HoverCard width={host.current.clientWidth} height={host.current.clientHeight} />;
}

/** For fingers, which get no tooltips and see no pointer: what the tool in hand does. */
const TOUCH_WORDS: Readonly<Record<Tool, string>> = {
  add: 'Add points: tap the plane.',
  spray: 'Spray points: draw on the plane.',
  erase: 'Erase points: draw over them.',
  select: 'Select: draw round points, or tap one to see about it.',
  pan: 'Move the view: drag. Two fingers zoom.',
};

/** What the tool does, and in the columns that are not on show. */
function Hint() {
  const tool = usePoints((state) => state.tool);
  const dataset = usePoints((state) => state.state?.dataset);
  const axes = usePoints((state) => state.axes);
  if (!dataset) return null;
  const others = dataset.columns.filter((_, j) => j !== axes.x && j !== axes.y);
  const named = others.length === 1 ? others[0] : `the other ${others.length} columns`;
  const filled = dataset.d > 2 && dataset.n > 0 && (tool === 'add' || tool === 'spray');
  return (
    <p className={classes.hint} data-filled={filled || undefined}>
      <span className={classes.touch}>{TOUCH_WORDS[tool]} </span>
      {filled && `New points get the mean of ${named}.`}
    </p>
  );
}
