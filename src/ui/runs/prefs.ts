// How the page was left – columns, sorting, the axis of charts, smoothing – kept in this browser, so that it comes back
// after a reload. Small and of no consequence: an unreadable note is simply not used.

import { AXES } from './charts/lines';
import { type RunsUi, useRuns } from './store';
import { FIRST_ARRANGEMENT, GROUPINGS } from './table/arrange';

const KEY = 'millrace:runs-view';

type Prefs = Pick<RunsUi, 'arrangement' | 'axis' | 'smoothing' | 'tell'>;

export function readPrefs(text: string | null): Partial<Prefs> {
  if (text === null) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  const { columns, sort, descending, group, axis, smoothing, tell } = value as Record<string, unknown>;
  const arrangement = {
    ...FIRST_ARRANGEMENT,
    ...(isTexts(columns) ? { columns } : {}),
    ...(typeof sort === 'string' ? { sort } : {}),
    ...(typeof descending === 'boolean' ? { descending } : {}),
    ...(isOneOf(GROUPINGS, group) ? { group } : {}),
  };
  return {
    arrangement,
    ...(isOneOf(AXES, axis) ? { axis } : {}),
    ...(typeof smoothing === 'number' && smoothing >= 0 && smoothing <= 0.99 ? { smoothing } : {}),
    ...(typeof tell === 'boolean' ? { tell } : {}),
  };
}

/** Brings the last view back, and notes changes from now on. Returns what ends that. */
export function keepPrefs(): () => void {
  const store = attemptStorage();
  useRuns.setState(readPrefs(store?.getItem(KEY) ?? null));
  return useRuns.subscribe((now, before) => {
    const same =
      now.arrangement === before.arrangement &&
      now.axis === before.axis &&
      now.smoothing === before.smoothing &&
      now.tell === before.tell;
    if (same) return;
    // Filters begin anew: rows that do not show up after a reload would be taken for lost.
    const { columns, sort, descending, group } = now.arrangement;
    const { axis, smoothing, tell } = now;
    try {
      store?.setItem(KEY, JSON.stringify({ columns, sort, descending, group, axis, smoothing, tell }));
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

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
