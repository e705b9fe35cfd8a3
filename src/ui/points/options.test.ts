// What the controls of a fit show while options that were changed are on their way.

import { beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_OPTIONS, type FitOptions } from '../../ml/gmm/types';
import { type Deferred, deferred } from '../../wire/deferred';
import type { ServiceEvent } from '../../wire/events';
import type { PointsState } from '../../wire/service';
import { changeOptions } from './actions';
import { usePoints } from './store';
import { followPoints } from './sync';

const bus = vi.hoisted(() => ({ hear: (_: ServiceEvent): void => {}, answers: [] as Deferred<void>[] }));

vi.mock('../../client', () => ({
  subscribe: (hear: (event: ServiceEvent) => void) => {
    bus.hear = hear;
    return () => {};
  },
  service: {
    points: {
      state: () => new Promise(() => {}),
      setOptions: () => {
        const answer = deferred<void>();
        bus.answers.push(answer);
        return answer.promise;
      },
    },
  },
}));
vi.mock('../components/notify', () => ({ showError: vi.fn(), settleError: vi.fn() }));

/** The engine's word: a fit at work speaks ten times a second. */
function hears(patch: Partial<FitOptions>): void {
  const dataset = { n: 3, d: 2, rev: 1, columns: ['x', 'y'], source: '' };
  const state = { dataset, options: { ...DEFAULT_OPTIONS, ...patch }, fit: { phase: 'idle' }, mixture: null };
  bus.hear({ type: 'points', state: { ...state, history: { values: [] } } as unknown as PointsState } as ServiceEvent);
}

const shown = () => usePoints.getState().state!.options;

beforeEach(() => {
  bus.answers = [];
  followPoints();
  hears({ n_components: 3 });
});

it('keep what was chosen, though the engine still speaks of before', async () => {
  const first = changeOptions({ n_components: 4 });
  hears({ n_components: 3 });
  expect(shown().n_components).toBe(4);
  const second = changeOptions({ n_components: 5 });
  hears({ n_components: 3 });
  hears({ n_components: 4 });
  expect(shown().n_components).toBe(5);
  for (const answer of bus.answers) answer.resolve();
  await Promise.all([first, second]);
  expect(shown().n_components).toBe(5);
  hears({ n_components: 2 });
  expect(shown().n_components).toBe(2);
});

it('take what is chosen in another tab meanwhile', async () => {
  const change = changeOptions({ n_components: 4 });
  hears({ n_components: 8, seed: 9 });
  expect(shown()).toMatchObject({ n_components: 8, seed: 9 });
  bus.answers[0]!.resolve();
  await change;
  expect(shown()).toMatchObject({ n_components: 8, seed: 9 });
});

it('go back where it is refused, and only there', async () => {
  const before = changeOptions({ seed: 7 });
  bus.answers.pop()!.resolve();
  await before;
  const refused = changeOptions({ n_components: 4 });
  const taken = changeOptions({ tol: 0.5 });
  bus.answers[0]!.reject(new Error('A search runs.'));
  await refused;
  expect(shown()).toMatchObject({ n_components: 3, seed: 7, tol: 0.5 });
  bus.answers[1]!.resolve();
  await taken;
  expect(shown()).toMatchObject({ n_components: 3, seed: 7, tol: 0.5 });
});
