// Which batches are on show: all, the latest, or a stretch; by keys and clicks what dragging over a chart does too.

import { SegmentedControl } from '@mantine/core';
import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react';
import { memo } from 'react';
import { formatCount } from '../../components/format';
import { IconButton } from '../../components/IconButton';
import { type StreamUi, useStream } from '../store';
import { Annotate } from './Annotate';
import classes from './Charts.module.css';
import { extentOf, moved, type View, zoomed } from './view';

const SPANS = [200, 2000] as const;

export function ViewBar() {
  const view = useStream((ui) => ui.view);
  return (
    <div className={classes.bar}>
      <Spans view={view} />
      <Tools />
      <Shown />
      <Annotate />
    </div>
  );
}

const show = (view: View) => useStream.setState({ view });

const Spans = memo(function Spans({ view }: { readonly view: View }) {
  const choose = (value: string) => {
    if (value === 'whole') show({ kind: 'whole' });
    else if (value !== 'other') show({ kind: 'latest', span: Number(value) });
  };
  return (
    <SegmentedControl
      size="xs"
      aria-label="Batches on show"
      value={chosen(view)}
      data={[
        { value: 'whole', label: 'Whole run' },
        ...SPANS.map((span) => ({ value: String(span), label: `Latest ${formatCount(span)}` })),
        ...(chosen(view) === 'other' ? [{ value: 'other', label: 'Zoomed' }] : []),
      ]}
      onChange={choose}
    />
  );
});

/** Batches that there are curves of; where there are none yet, 0. */
const totalOf = ({ series }: StreamUi) => series?.total ?? 0;

function Tools() {
  const whole = useStream(({ view }) => view.kind === 'whole');
  const first = useStream((ui) => extentOf(ui.view, totalOf(ui)).from === 0);
  const last = useStream((ui) => extentOf(ui.view, totalOf(ui)).to >= totalOf(ui));
  const change = (next: (view: View, total: number) => View) => {
    const ui = useStream.getState();
    show(next(ui.view, totalOf(ui)));
  };
  return (
    <div className={classes.tools}>
      <IconButton
        size="medium"
        icon={ZoomIn}
        label="Zoom in"
        onClick={() => change((view, total) => zoomed(view, total, 0.5))}
      />
      <IconButton
        size="medium"
        icon={ZoomOut}
        label="Zoom out"
        disabled={whole}
        onClick={() => change((view, total) => zoomed(view, total, 2))}
      />
      <IconButton
        size="medium"
        icon={ChevronLeft}
        label="Earlier"
        disabled={first}
        onClick={() => change((view, n) => moved(view, n, -1))}
      />
      <IconButton
        size="medium"
        icon={ChevronRight}
        label="Later"
        disabled={last}
        onClick={() => change((view, n) => moved(view, n, 1))}
      />
    </div>
  );
}

function Shown() {
  const view = useStream((ui) => ui.view);
  const total = useStream(totalOf);
  const { from, to } = extentOf(view, total);
  return (
    <span className={classes.extent} data-testid="extent">
      {shownWords(view, from, to, total)}
    </span>
  );
}

/** "batches 1–640, following"; short, so that nothing beside it moves as they grow. */
function shownWords({ kind }: View, from: number, to: number, total: number): string {
  const stretch = `batches ${formatCount(from + 1)}–${formatCount(to)}`;
  return kind === 'range' ? `${stretch} of ${formatCount(total)}` : `${stretch}, following`;
}

function chosen(view: View): string {
  if (view.kind === 'whole') return 'whole';
  return view.kind === 'latest' && SPANS.some((span) => span === view.span) ? String(view.span) : 'other';
}
