// Which report is on show.

import { beforeEach, describe, expect, it } from 'vitest';
import { type GateReport, RETRAIN_DEFAULTS, type RetrainState } from '../../../wire/retrain';
import { EMPTY, heardRetraining, useMonitor } from './store';

const report = (challenger: string, at: string): GateReport => ({
  ...{ champion: 'small', challenger, at, passed: true, reasons: [] },
  ...{ min_accuracy: 0.7, alpha: 0.05, sets: [], flips: [] },
});
/** A copy each time, as from the service. */
const state = (last: GateReport | null): RetrainState => ({
  options: RETRAIN_DEFAULTS,
  status: { phase: 'idle' },
  available: { new_texts: 0, old_texts: 0, held_out: 0 },
  last: structuredClone(last),
  versions: [],
});

const FIRST = report('first', '2026-01-01T00:00:00.000Z');
const SECOND = report('second', '2026-01-02T00:00:00.000Z');

beforeEach(() => useMonitor.setState(EMPTY, true));

describe('the report that was asked for', () => {
  it('stays while nothing newer comes', () => {
    heardRetraining(state(SECOND));
    useMonitor.setState({ opened: FIRST });
    heardRetraining(state(SECOND));
    expect(useMonitor.getState().opened).toBe(FIRST);
  });

  it('gives way to a new verdict: of another model, of the same one judged again, and where the newest is gone', () => {
    for (const last of [SECOND, { ...FIRST, at: SECOND.at }, null]) {
      heardRetraining(state(FIRST));
      useMonitor.setState({ opened: FIRST });
      heardRetraining(state(last));
      expect(useMonitor.getState()).toMatchObject({ opened: null, retrain: { last } });
    }
  });

  it('gives way to the first verdict there is', () => {
    heardRetraining(state(null));
    useMonitor.setState({ opened: FIRST });
    heardRetraining(state(SECOND));
    expect(useMonitor.getState().opened).toBeNull();
  });
});
