// How the page was left – columns, sorting, the axis of charts, smoothing – kept in this browser.

import { AXES } from '../components/metrics/lines';
import { isOneOf, parseNote, readNote, writeNote } from '../components/viewNote';
import { type RunsUi, useRuns } from './store';
import { FIRST_ARRANGEMENT, GROUPINGS, isColumn } from './table/arrange';

const KEY = 'millrace:runs-view';

type Prefs = Pick<RunsUi, 'arrangement' | 'axis' | 'smoothing' | 'tell'>;

export function readPrefs(text: string | null): Partial<Prefs> {
  const { columns, sort, descending, group, axis, smoothing, tell } = parseNote(text);
  const arrangement = {
    ...FIRST_ARRANGEMENT,
    ...(Array.isArray(columns) ? { columns: columns.filter(isColumn) } : {}),
    ...(isColumn(sort) ? { sort } : {}),
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
  useRuns.setState(readPrefs(readNote(KEY)));
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
    writeNote(KEY, { columns, sort, descending, group, axis, smoothing, tell });
  });
}
