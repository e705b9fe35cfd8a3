// The slim row over the plane: what the pointer does, taking back, what is shown, where to look.

import { NativeSelect } from '@mantine/core';
import {
  CirclePlus,
  Eraser,
  Hand,
  type LucideIcon,
  Maximize,
  MousePointer2,
  Redo2,
  SprayCan,
  Table2,
  Trash2,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { clearAll, redo, undo } from '../actions';
import { fitView, zoomBy } from '../plane/Plane';
import { type Tool, usePoints } from '../store';
import { KeyboardHelp } from './KeyboardHelp';
import { LayersMenu } from './LayersMenu';
import { TOOL_KEYS } from './shortcuts';
import { ToolButton } from './ToolButton';
import classes from './Toolbar.module.css';
import { useHeldName } from './useHeldName';

const TOOLS: readonly { tool: Tool; label: string; icon: LucideIcon }[] = [
  { tool: 'add', label: 'Add points', icon: CirclePlus },
  { tool: 'spray', label: 'Spray points', icon: SprayCan },
  { tool: 'erase', label: 'Erase points', icon: Eraser },
  { tool: 'select', label: 'Select and move points', icon: MousePointer2 },
  { tool: 'pan', label: 'Move the view', icon: Hand },
];

interface ToolbarProps {
  readonly table: boolean;
  readonly onTable: (table: boolean) => void;
}

export function Toolbar({ table, onTable }: ToolbarProps) {
  const tool = usePoints((state) => state.tool);
  const set = usePoints((state) => state.set);
  const canUndo = usePoints((state) => state.state?.canUndo ?? false);
  const canRedo = usePoints((state) => state.state?.canRedo ?? false);
  const empty = usePoints((state) => (state.state?.dataset.n ?? 0) === 0 && !state.state?.mixture);
  const { name, listeners } = useHeldName();
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Plane" {...listeners}>
      <fieldset className={classes.group} disabled={table} aria-label="Tools">
        {TOOLS.map((item) => (
          <ToolButton
            key={item.tool}
            icon={item.icon}
            label={item.label}
            keys={TOOL_KEYS[item.tool]}
            pressed={tool === item.tool}
            disabled={table}
            onClick={() => set({ tool: item.tool })}
          />
        ))}
      </fieldset>
      <div className={classes.group}>
        <ToolButton icon={Undo2} label="Undo" keys="Ctrl Z" disabled={!canUndo} onClick={() => void undo()} />
        <ToolButton icon={Redo2} label="Redo" keys="Ctrl ⇧ Z" disabled={!canRedo} onClick={() => void redo()} />
        <ToolButton icon={Trash2} label="Clear everything" disabled={empty} onClick={() => void clearAll()} />
      </div>
      <AxisPickers />
      <div className={`${classes.group} ${classes.end}`}>
        <LayersMenu disabled={table} />
        <ToolButton
          className={classes.zoom}
          icon={ZoomOut}
          label="Zoom out"
          keys="−"
          disabled={table}
          onClick={() => zoomBy(0.8)}
        />
        <ToolButton
          className={classes.zoom}
          icon={ZoomIn}
          label="Zoom in"
          keys="+"
          disabled={table}
          onClick={() => zoomBy(1.25)}
        />
        <ToolButton icon={Maximize} label="Fit the view to the points" keys="F" disabled={table} onClick={fitView} />
        <ToolButton icon={Table2} label="Points as a table" pressed={table} onClick={() => onTable(!table)} />
        <KeyboardHelp className={classes.keyboard} />
      </div>
      {name !== null && (
        <span className={classes.held} aria-hidden="true" data-testid="held-name">
          {name}
        </span>
      )}
    </div>
  );
}

/** Which two columns are on show; only where there is a choice. */
function AxisPickers() {
  const columns = usePoints((state) => state.state?.dataset.columns);
  const axes = usePoints((state) => state.axes);
  const set = usePoints((state) => state.set);
  if (!columns || columns.length < 3) return null;
  const data = columns.map((label, index) => ({ label, value: String(index) }));
  const pick = (axis: 'x' | 'y') => (value: string) => {
    const index = Number(value);
    const other = axis === 'x' ? 'y' : 'x';
    // The same column twice would draw a diagonal: swap instead.
    const swapped = axes[other] === index ? { [other]: axes[axis] } : {};
    set({ axes: { ...axes, ...swapped, [axis]: index } });
  };
  return (
    <div className={classes.axes}>
      {(['x', 'y'] as const).map((axis) => (
        <NativeSelect
          key={axis}
          size="xs"
          aria-label={axis === 'x' ? 'Column across' : 'Column up'}
          leftSection={<span aria-hidden>{axis === 'x' ? '→' : '↑'}</span>}
          data={data}
          value={String(axes[axis])}
          onChange={(event) => pick(axis)(event.currentTarget.value)}
        />
      ))}
    </div>
  );
}
