// Keeps the painter in step with the service: fetches the two drawn columns when points or axes change,
// and who takes each point when the model does – less often the more points there are.

import { service } from '../../../client';
import type { Mixture } from '../../../ml/gmm/types';
import { marginalOn } from '../../../plane/marginal';
import { emptyView, fitBox, type View } from '../../../plane/viewport';
import type { DatasetInfo, PointsAssignment, PointsState } from '../../../wire/service';
import { showError } from '../../components/notify';
import { type PointsUi, usePoints } from '../store';
import { Latest } from './latest';
import { noteDrawn } from './numbers';
import type { Surface } from './surface';

/** Milliseconds between assignments while the model moves. */
export function assignmentInterval(n: number): number {
  return Math.max(250, n / 400);
}

export class Feed {
  private readonly points = new Latest(() => this.loadPoints());
  private readonly shares = new Latest(() => this.loadShares());
  private unsubscribe: () => void;
  private shown: { rev: number; x: number; y: number } | null = null;
  private sharesTimer: ReturnType<typeof setTimeout> | undefined;
  private lastShares = Number.NEGATIVE_INFINITY;
  private mixture: Mixture | null = null;
  private ended = false;

  constructor(private readonly surface: Surface) {
    const ui = usePoints.getState();
    this.accept(ui, null);
    this.unsubscribe = usePoints.subscribe((now, before) => this.accept(now, before));
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.sharesTimer);
    this.unsubscribe();
  }

  /** Fetches everything again: the painter has been replaced. */
  reload(): void {
    this.shown = null;
    this.shares.restart();
    this.points.restart();
  }

  private accept(now: PointsUi, before: PointsUi | null): void {
    const { surface } = this;
    const state = now.state;
    if (!state) return;
    const axesChanged = !before || !sameAxes(now.axes, before.axes);
    if (axesChanged || before?.state?.dataset !== state.dataset) this.acceptDataset(now, before);
    if (axesChanged || state.mixture !== before?.state?.mixture) this.acceptMixture(state, axesChanged);
    if (now.layers !== before?.layers) surface.setLayers(now.layers);
    if (now.selected !== before?.selected) this.select(now.selected);
  }

  private acceptDataset(now: PointsUi, before: PointsUi | null): void {
    const { dataset } = now.state as PointsState;
    const { x, y } = now.axes;
    this.surface.marks.names = { x: dataset.columns[x] ?? 'x', y: dataset.columns[y] ?? 'y' };
    if (this.shown?.rev === dataset.rev && this.shown.x === x && this.shown.y === y) return;
    const old = before?.state?.dataset ?? null;
    if (!old && now.viewport) this.surface.setView(now.viewport);
    else if (!old || !before || !sameAxes(now.axes, before.axes) || isOther(old, dataset)) this.fit(now, old === null);
    this.points.run();
  }

  private acceptMixture(state: PointsState, axesChanged: boolean): void {
    const { axes } = usePoints.getState();
    if (!axesChanged && sameMixture(this.mixture, state.mixture)) return;
    this.mixture = state.mixture;
    this.surface.setMixture(state.mixture && marginalOn(state.mixture, axes.x, axes.y));
    // A model that came without points is all there is to see.
    if (state.mixture && state.dataset.n === 0) this.fit(usePoints.getState(), true);
    this.refreshShares(state.dataset.n);
  }

  private refreshShares(n: number): void {
    if (this.sharesTimer !== undefined) return;
    const wait = this.lastShares + assignmentInterval(n) - performance.now();
    this.sharesTimer = setTimeout(
      () => {
        this.sharesTimer = undefined;
        this.shares.run();
      },
      Math.max(0, wait),
    );
  }

  private select(indices: Uint32Array): void {
    this.surface.painter.setSelection(indices).then(
      (box) => {
        this.surface.marks.selection = box;
        this.surface.invalidate('points', 'over');
      },
      (error: unknown) => showError(error, 'show the selection'),
    );
  }

  private fit(ui: PointsUi, atOnce: boolean): void {
    const view = fittedView(ui, this.surface);
    if (atOnce) this.surface.setView(view);
    else this.surface.glideTo(view);
  }

  private async loadPoints(): Promise<void> {
    const { axes } = usePoints.getState();
    const asked = this.mixture;
    const [view, shares] = await Promise.all([service.points.view(axes.x, axes.y), service.points.assignment()]);
    if (this.ended) return;
    const { painter, marks } = this.surface;
    const n = view.xy.length / 2;
    this.shown = { rev: view.rev, x: axes.x, y: axes.y };
    // What the engine had taken before it answered is among these points.
    marks.pending = marks.pending.filter((batch) => !batch.settled);
    const fits = shares !== null && shares.labels.length === n;
    noteDrawn(view.rev);
    await Promise.all([painter.setPoints(view.xy), painter.setShares(fits ? shares : null)]);
    usePoints.getState().set({ assignment: fits ? withoutShares(shares) : null });
    this.select(usePoints.getState().selected);
    this.surface.invalidate('points', 'over');
    const { state } = usePoints.getState();
    // More came while these were on their way.
    if (state && state.dataset.rev > view.rev) this.points.run();
    else if ((shares && !fits) || this.mixture !== asked) this.refreshShares(n);
  }

  private async loadShares(): Promise<void> {
    const rev = this.shown?.rev;
    const shares = this.mixture ? await service.points.assignment() : null;
    this.lastShares = performance.now();
    // Points have changed meanwhile: they bring their own shares, and look whether the model moved on.
    if (this.ended || rev !== this.shown?.rev || (shares && shares.rev !== rev)) return;
    await this.surface.painter.setShares(shares);
    usePoints.getState().set({ assignment: shares && withoutShares(shares) });
    this.surface.invalidate('points');
  }
}

/** What the page keeps of it: the painter has taken the rest over. */
function withoutShares({ rev, n_components, labels }: PointsAssignment) {
  return { rev, n_components, labels };
}

/** Another data set, and not the same one edited. */
export function isOther(old: DatasetInfo, now: DatasetInfo): boolean {
  if (old.d !== now.d || old.source !== now.source) return true;
  if (now.n === 0 || old.n === 0) return Math.abs(now.n - old.n) > 100;
  // The same name again with other numbers: nothing of the old extent is left.
  return now.min.every((low, j) => low > old.max[j]! || now.max[j]! < old.min[j]!);
}

/** Everything there is: the points, or without any the model's three sigma. */
export function fittedView(ui: PointsUi, { size, mixture }: Surface): View {
  const dataset = ui.state?.dataset;
  const { x, y } = ui.axes;
  if (dataset && dataset.n > 0) {
    return fitBox({ x0: dataset.min[x]!, x1: dataset.max[x]!, y0: dataset.min[y]!, y1: dataset.max[y]! }, size);
  }
  if (!mixture || mixture.k === 0) return emptyView(size);
  const low = (mean: Float64Array, variance: Float64Array) =>
    Math.min(...mean.map((m, c) => m - 3 * Math.sqrt(variance[c]!)));
  const high = (mean: Float64Array, variance: Float64Array) =>
    Math.max(...mean.map((m, c) => m + 3 * Math.sqrt(variance[c]!)));
  const { mx, my, sxx, syy } = mixture;
  return fitBox({ x0: low(mx, sxx), x1: high(mx, sxx), y0: low(my, syy), y1: high(my, syy) }, size);
}

/** By value: the same columns may come in another object, as from what was noted of the last visit. */
function sameAxes(a: PointsUi['axes'], b: PointsUi['axes']): boolean {
  return a.x === b.x && a.y === b.y;
}

function sameMixture(a: Mixture | null, b: Mixture | null): boolean {
  if (!a || !b) return a === b;
  return same(a.weights, b.weights) && same(a.means, b.means) && same(a.covariances, b.covariances);
}

function same(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
