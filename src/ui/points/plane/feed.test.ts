// The painter ends up with the points and shares that the service has, in whatever order its answers and
// events arrive: points must not stay grey because an assignment was of other points than those on show.

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mixture } from '../../../ml/gmm/types';
import type { DatasetInfo, PointsAssignment, PointsState } from '../../../wire/service';
import { usePoints } from '../store';
import { assignmentInterval, Feed } from './feed';
import type { Surface } from './surface';

const calls = vi.hoisted(() => ({
  view: (): Promise<unknown> => Promise.reject(new Error('nobody is asked yet')),
  assignment: (): Promise<unknown> => Promise.reject(new Error('nobody is asked yet')),
}));
vi.mock('../../../client', () => ({
  service: { points: { view: () => calls.view(), assignment: () => calls.assignment() } },
}));
vi.mock('../../components/notify', () => ({
  showError: (error: unknown) => {
    throw error;
  },
}));

/** Longer than any answer, event or interval in here, milliseconds. */
const LONG = 10 * assignmentInterval(1);

/** The service's points and model, and what it says of them after a while. */
class FakeService {
  private rev = 1;
  private n = 3;
  private moved = 0;
  /** Milliseconds between what was asked and when it is looked up, and from there to the answer. */
  constructor(private readonly delay: () => number) {
    calls.view = () => this.answer(() => ({ xy: new Float64Array(2 * this.n), rev: this.rev }));
    calls.assignment = () => this.answer(() => this.assignment());
  }

  add(): void {
    this.rev += 1;
    this.n += 1;
  }

  /** Another place for a point: as many as before. */
  shift(): void {
    this.rev += 1;
  }

  fit(): void {
    this.moved += 1;
  }

  reset(): void {
    this.moved = 0;
  }

  assignment(): PointsAssignment | null {
    const { rev, n, moved } = this;
    if (moved === 0) return null;
    return { rev, n_components: 1, labels: new Uint8Array(n), responsibilities: new Uint8Array(n).fill(255) };
  }

  /** What an event carries. */
  state(): PointsState {
    const { rev, n, moved } = this;
    const dataset: DatasetInfo = {
      ...{ n, d: 2, rev, source: 'Test', columns: ['x', 'y'] },
      ...{ min: [0, 0], max: [1, 1], mean: [0, 0] },
    };
    const mixture: Mixture = {
      ...{ covariance_type: 'spherical', n_components: 1, n_features: 2 },
      ...{ weights: Float64Array.of(1), means: Float64Array.of(moved, 0), covariances: Float64Array.of(1) },
    };
    return { dataset, mixture: moved === 0 ? null : mixture } as PointsState;
  }

  private async answer<T>(look: () => T): Promise<T> {
    await pause(this.delay());
    const found = look();
    await pause(this.delay());
    return found;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What the painter has been given last. */
class FakePainter {
  n = 0;
  shares: PointsAssignment | null = null;
  /** How often shares were given that are not of the points on show. */
  misfits = 0;

  async setPoints(xy: Float64Array): Promise<void> {
    this.n = xy.length / 2;
  }
  async setShares(shares: PointsAssignment | null): Promise<void> {
    this.shares = shares;
    if (shares && shares.labels.length !== this.n) this.misfits += 1;
  }
  async setSelection(): Promise<null> {
    return null;
  }
}

function surfaceOf(painter: FakePainter): Surface {
  const nothing = () => {};
  const parts = { setView: nothing, glideTo: nothing, setMixture: nothing, setLayers: nothing, invalidate: nothing };
  const marks = { names: { x: '', y: '' }, pending: [], selection: null };
  return { painter, marks, size: { width: 100, height: 100 }, mixture: null, ...parts } as unknown as Surface;
}

const initial = usePoints.getState();
beforeEach(() => {
  vi.useFakeTimers();
  usePoints.setState(initial, true);
});
afterEach(() => void vi.useRealTimers());

const CHANGES = ['add', 'shift', 'fit', 'reset'] as const;

/** Makes the changes at their times, each told by an event a little later, and waits until all is still. */
async function play(
  changes: readonly (readonly [change: (typeof CHANGES)[number], after: number, told: number])[],
  delays: readonly number[],
): Promise<{ service: FakeService; painter: FakePainter }> {
  usePoints.setState(initial, true);
  let asked = 0;
  const service = new FakeService(() => delays[asked++ % delays.length]!);
  const painter = new FakePainter();
  service.fit();
  usePoints.getState().set({ state: service.state() });
  const feed = new Feed(surfaceOf(painter));
  let earliest = 0;
  for (const [change, after, told] of changes) {
    await vi.advanceTimersByTimeAsync(after);
    service[change]();
    const state = service.state();
    // Events keep their order.
    earliest = Math.max(earliest, Date.now() + told);
    setTimeout(() => usePoints.getState().set({ state }), earliest - Date.now());
  }
  await vi.advanceTimersByTimeAsync(LONG);
  feed.end();
  return { service, painter };
}

async function expectInStep(run: ReturnType<typeof play>): Promise<void> {
  const { service, painter } = await run;
  const truth = service.assignment();
  expect(painter.misfits).toBe(0);
  expect(painter.n).toBe(service.state().dataset.n);
  expect(painter.shares?.rev ?? null).toBe(truth?.rev ?? null);
  expect(painter.shares?.labels.length ?? null).toBe(truth?.labels.length ?? null);
  expect(usePoints.getState().assignment?.rev ?? null).toBe(truth?.rev ?? null);
}

describe('points on show have their colours in the end', () => {
  it('when the assignment is of fewer points than came with it', async () => {
    // View and assignment are asked for at once; a point is added between the looks of the two.
    await expectInStep(play([['add', 20, 0]], [30, 10, 0, 0]));
    await expectInStep(play([['add', 20, 0]], [10, 30, 0, 0]));
  });

  it('when the event is late', async () => {
    await expectInStep(play([['add', 20, 400]], [30, 10, 0, 0]));
    await expectInStep(play([['add', 20, 400]], [10, 30, 0, 0]));
  });

  it('when as many points are elsewhere', async () => {
    await expectInStep(play([['shift', 20, 200]], [10, 30, 0, 0]));
    await expectInStep(play([['shift', 20, 200]], [30, 10, 0, 0]));
  });

  it('in any order of changes, events and answers', async () => {
    const milliseconds = fc.integer({ min: 0, max: 300 });
    const change = fc.tuple(fc.constantFrom(...CHANGES), milliseconds, milliseconds);
    const delays = fc.array(milliseconds, { minLength: 1, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), delays, (changes, times) =>
        expectInStep(play(changes, times)),
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});

it('keeps the view that was zoomed into when the same columns come back in another object', async () => {
  const views: string[] = [];
  const service = new FakeService(() => 0);
  usePoints.getState().set({ state: service.state(), viewport: { cx: 1, cy: 1, ux: 1, uy: 1 } });
  const surface = surfaceOf(new FakePainter());
  Object.assign(surface, { setView: () => views.push('set'), glideTo: () => views.push('fitted') });
  const feed = new Feed(surface);
  usePoints.getState().set({ axes: { ...usePoints.getState().axes } });
  await vi.advanceTimersByTimeAsync(LONG);
  feed.end();
  expect(views).toEqual(['set']);
});
