// What the page keeps of what is on show when the service's word about the run changes.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamProgress, StreamSeries, StreamState } from '../../wire/stream';
import { EMPTY, useStream } from './store';
import { accept } from './sync';

vi.mock('../../client', () => ({ service: {}, subscribe: () => () => {} }));

const KEPT = { id: 'k', name: 'The first', batches: 5, created_at: '2026-11-21T12:00:00.000Z' };

function stateOf(batches: number, more: Partial<StreamProgress> & Partial<Pick<StreamState, 'begun' | 'kept'>> = {}) {
  const { begun = 'Trained the initial model.', kept = [KEPT], ...progress } = more;
  const status = {
    phase: 'running',
    ...{ batches, examples: 32 * batches, X_shape: [32, 3], y_shape: [32], queued: 0, rate: 20 },
    saved_at: '2026-11-21T12:00:00.000Z',
    ...progress,
  };
  return { begun, kept, status } as unknown as StreamState;
}

const CURVES = { total: 1000 } as StreamSeries;
const ZOOMED = { kind: 'range', from: 200, to: 400 } as const;

beforeEach(() => {
  useStream.setState({ ...EMPTY, state: stateOf(1000), view: ZOOMED, series: CURVES, overview: CURVES });
});

describe('what is zoomed to', () => {
  it('stays when the run goes back to its last save', () => {
    accept(stateOf(960));
    expect(useStream.getState()).toMatchObject({ view: ZOOMED, series: CURVES, overview: CURVES });
    accept(stateOf(300));
    expect(useStream.getState().view).toEqual(ZOOMED);
  });

  it('is dropped when the run goes back to before it', () => {
    accept(stateOf(200));
    expect(useStream.getState()).toMatchObject({ view: { kind: 'whole' }, series: CURVES });
  });

  it.each([
    ['it has not begun yet', stateOf(300, { begun: null })],
    ['it began otherwise', stateOf(300, { begun: 'Went on with the saved model.' })],
    ['it was never saved', stateOf(300, { saved_at: null })],
    ['nothing runs', { kept: [KEPT], status: { phase: 'idle' } } as unknown as StreamState],
  ])('is dropped with its curves for another run: %s', (_, state) => {
    accept(state);
    expect(useStream.getState()).toMatchObject({ view: { kind: 'whole' }, series: null, overview: null });
  });

  it('is the latest batches, which follow any run', () => {
    const view = { kind: 'latest', span: 200 } as const;
    useStream.setState({ view });
    accept(stateOf(3, { begun: null }));
    expect(useStream.getState().view).toEqual(view);
  });
});

describe('the compared run', () => {
  it('stays while it is kept, and goes with it', () => {
    useStream.setState({ compared: 'k', other: CURVES });
    accept(stateOf(1001));
    expect(useStream.getState()).toMatchObject({ compared: 'k', other: CURVES });
    accept(stateOf(1002, { kept: [] }));
    expect(useStream.getState()).toMatchObject({ compared: null, other: null });
  });

  it('goes where the present one learns something else, whose axes it has not', () => {
    const kept = [{ ...KEPT, task: 'classification' as const }];
    for (const [task, compared] of [
      [null, 'k'],
      ['classification', 'k'],
      ['regression', null],
    ] as const) {
      useStream.setState({ compared: 'k', other: CURVES });
      accept({ ...stateOf(1001, { kept }), task });
      expect(useStream.getState().compared, String(task)).toBe(compared);
    }
    useStream.setState({ compared: 'k', other: CURVES });
    accept({ ...stateOf(1002), task: 'regression' });
    expect(useStream.getState().compared, 'kept by an earlier version').toBe('k');
  });
});
