// How the page was left – tool, layers, columns on show, outlier level – kept in this browser.

import { isOneOf, parseNote, readNote, writeNote } from '../components/viewNote';
import type { Layers, PointsUi, Tool } from './store';
import { usePoints } from './store';

const KEY = 'millrace:points-view';
const TOOLS: readonly Tool[] = ['add', 'spray', 'erase', 'select', 'pan'];
const COLOURINGS: readonly Layers['colouring'][] = ['hard', 'soft', 'plain'];

type Prefs = Pick<PointsUi, 'tool' | 'layers' | 'axes' | 'outlierLevel'>;

export function readPrefs(text: string | null): Partial<Prefs> {
  const { tool, layers, axes, outlierLevel } = parseNote(text);
  return {
    ...(isOneOf(TOOLS, tool) ? { tool } : {}),
    ...(isLayers(layers) ? { layers } : {}),
    ...(isAxes(axes) ? { axes } : {}),
    ...(typeof outlierLevel === 'number' && outlierLevel > 0 && outlierLevel < 1 ? { outlierLevel } : {}),
  };
}

/** Brings the last view back, and notes changes from now on. Returns what ends that. */
export function keepPrefs(): () => void {
  usePoints.getState().set(readPrefs(readNote(KEY)));
  return usePoints.subscribe((now, before) => {
    const same =
      now.tool === before.tool &&
      now.layers === before.layers &&
      now.axes === before.axes &&
      now.outlierLevel === before.outlierLevel;
    if (same) return;
    const { tool, layers, axes, outlierLevel } = now;
    writeNote(KEY, { tool, layers, axes, outlierLevel });
  });
}

function isLayers(value: unknown): value is Layers {
  if (typeof value !== 'object' || value === null) return false;
  const { colouring, ellipses, density, contours } = value as Record<string, unknown>;
  return isOneOf(COLOURINGS, colouring) && [ellipses, density, contours].every((on) => typeof on === 'boolean');
}

function isAxes(value: unknown): value is PointsUi['axes'] {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y } = value as Record<string, unknown>;
  return [x, y].every((axis) => typeof axis === 'number' && Number.isInteger(axis) && axis >= 0);
}
