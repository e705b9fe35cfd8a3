// Which batches are on show: all, the latest, or a stretch; by keys and clicks what dragging over a chart does too.

import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { ChevronLeft, ChevronRight, type LucideIcon, ZoomIn, ZoomOut } from 'lucide-react';
import { formatCount } from '../../components/format';
import { useStream } from '../store';
import classes from './Charts.module.css';
import { extentOf, moved, type View, zoomed } from './view';

const SPANS = [200, 2000] as const;

export function ViewBar() {
  const view = useStream((ui) => ui.view);
  const total = useStream((ui) => ui.series?.total ?? 0);
  const { from, to } = extentOf(view, total);
  const show = (next: View) => useStream.setState({ view: next });
  const choose = (value: string) => {
    if (value === 'whole') show({ kind: 'whole' });
    else if (value !== 'other') show({ kind: 'latest', span: Number(value) });
  };
  return (
    <div className={classes.bar}>
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
      <div className={classes.tools}>
        <Tool icon={ZoomIn} label="Zoom in" onClick={() => show(zoomed(view, total, 0.5))} />
        <Tool
          icon={ZoomOut}
          label="Zoom out"
          off={view.kind === 'whole'}
          onClick={() => show(zoomed(view, total, 2))}
        />
        <Tool icon={ChevronLeft} label="Earlier" off={from === 0} onClick={() => show(moved(view, total, -1))} />
        <Tool icon={ChevronRight} label="Later" off={to >= total} onClick={() => show(moved(view, total, 1))} />
      </div>
      <span className={classes.extent} data-testid="extent">
        batches {formatCount(from + 1)}–{formatCount(to)} of {formatCount(total)}
        {view.kind === 'range' ? '' : ', following the end'}
      </span>
    </div>
  );
}

function chosen(view: View): string {
  if (view.kind === 'whole') return 'whole';
  return view.kind === 'latest' && SPANS.some((span) => span === view.span) ? String(view.span) : 'other';
}

interface ToolProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly off?: boolean;
  readonly onClick: () => void;
}

function Tool({ icon: Icon, label, off = false, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} variant="default" aria-label={label} disabled={off} onClick={onClick}>
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
