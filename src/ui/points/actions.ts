// What the page's controls do: service calls whose errors are shown, never thrown.

import { service } from '../../client';
import type { FitOptions } from '../../ml/gmm/types';
import type { FitCommand, FitStatus, NewDataset, SelectionRequest } from '../../wire/service';
import { attempt } from '../components/attempt';
import { askingFor } from './asked';
import { dismissImport } from './data/importing';
import { settleMoves } from './plane/current';
import { staleStarts } from './stale';
import { usePoints } from './store';

const CONTROL_WORDS: Readonly<Record<FitCommand, string>> = {
  play: 'start the fit',
  pause: 'pause the fit',
  step: 'do one iteration',
  reset: 'reset the fit',
};

/** A search for the number of groups was stopped here: that it came to nothing is no news. */
let stopped = false;

export function control(command: FitCommand): Promise<unknown> {
  stopped ||= command === 'pause' || command === 'reset';
  return attempt(CONTROL_WORDS[command], () => service.points.control(command));
}

/** Play when it stands, pause when it moves. */
export function togglePlay(): Promise<unknown> {
  return control(isMoving(usePoints.getState().state?.fit.phase) ? 'pause' : 'play');
}

export function isMoving(phase: FitStatus['phase'] | undefined): boolean {
  return phase === 'running' || phase === 'starting' || phase === 'selecting';
}

export function chooseCount(request: SelectionRequest): Promise<unknown> {
  stopped = false;
  return attempt('choose the number of groups', async () => {
    try {
      await service.points.select(request);
    } catch (error) {
      if (!stopped) throw error;
    }
  });
}

export function changeOptions(patch: Partial<FitOptions>): Promise<unknown> {
  const options = usePoints.getState().state?.options;
  return attempt('change the options', async () => {
    if (!options) return service.points.setOptions(patch);
    const full = { ...staleStarts(options, patch), ...patch };
    return askingFor(full, options, showOptions, () => service.points.setOptions(full));
  });
}

function showOptions(options: FitOptions): void {
  const { state, set } = usePoints.getState();
  if (state) set({ state: { ...state, options } });
}

/** Puts new points in the place of the old ones (undoable) and shows their first columns. */
export async function showDataset(dataset: NewDataset, doing: string): Promise<boolean> {
  const done = await attempt(doing, async () => {
    await service.points.replace(dataset);
    return true;
  });
  if (!done) return false;
  dismissImport();
  usePoints.getState().set({ axes: { x: 0, y: Math.min(1, dataset.d - 1) }, selected: new Uint32Array(0) });
  return true;
}

export async function undo(): Promise<unknown> {
  await settleMoves();
  deselect();
  return attempt('undo', () => service.points.undo());
}

export async function redo(): Promise<unknown> {
  await settleMoves();
  deselect();
  return attempt('redo', () => service.points.redo());
}

/** Before: as soon as rows come or go between others, what is selected are numbers of others. */
function deselect(): void {
  usePoints.getState().set({ selected: new Uint32Array(0) });
}

export function clearAll(): Promise<unknown> {
  return attempt('clear the points', () => service.points.clear());
}
