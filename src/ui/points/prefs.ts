// How the page was left – tool, layers, columns on show, outlier level – kept in this browser, so that
// it comes back after a reload. Small and of no consequence: an unreadable note is simply not used.

import type { Layers, PointsUi, Tool } from './store';
import { usePoints } from './store';

const KEY = 'millrace:points-view';
const TOOLS: readonly Tool[] = ['add', 'spray', 'erase', 'select', 'pan'];
const COLOURINGS: readonly Layers['colouring'][] = ['hard', 'soft', 'plain'];

type Prefs = Pick<PointsUi, 'tool' | 'layers' | 'axes' | 'outlierLevel'>;

export function readPrefs(text: string | null): Partial<Prefs> {
  if (text === null) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  const { tool, layers, axes, outlierLevel } = value as Record<string, unknown>;
  return {
    ...(isOneOf(TOOLS, tool) ? { tool } : {}),
    ...(isLayers(layers) ? { layers } : {}),
    ...(isAxes(axes) ? { axes } : {}),
    ...(typeof outlierLevel === 'number' && outlierLevel > 0 && outlierLevel < 1 ? { outlierLevel } : {}),
  };
}

/** Brings the last view back, and notes changes from now on. Returns what ends that. */
export function keepPrefs(): () => void {
  const store = attemptStorage();
  usePoints.getState().set(readPrefs(store?.getItem(KEY) ?? null));
  return usePoints.subscribe((now, before) => {
    const same =
      now.tool === before.tool &&
      now.layers === before.layers &&
      now.axes === before.axes &&
      now.outlierLevel === before.outlierLevel;
    if (same) return;
    const { tool, layers, axes, outlierLevel } = now;
    try {
      store?.setItem(KEY, JSON.stringify({ tool, layers, axes, outlierLevel }));
    } catch {
      // Storage is full: the view is the least of what should take its room.
    }
  });
}

/** Null where the browser forbids storage. */
function attemptStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return all.some((item) => item === value);
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
