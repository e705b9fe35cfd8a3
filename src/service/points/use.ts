// Using the model: what it says about a point, samples from it, scores of other points, and the
// points with their responsibilities as a table.

import { toEmModel } from '../../ml/gmm/params';
import { sampleMixture } from '../../ml/gmm/sample';
import { densityThreshold, respond } from '../../ml/gmm/score';
import type { Matrix, Mixture } from '../../ml/gmm/types';
import { csvText } from '../../wire/csv';
import { ServiceError } from '../../wire/errors';
import { MAX_SAMPLES } from '../../wire/limits';
import type { Inspection, PointsAssignment, Scores } from '../../wire/service';
import { invalid } from '../errors';
import { breathe } from '../pace';
import { onEngine } from './evaluate';
import type { PointsPage } from './page';
import { checkCount, checkPlace, checkRows } from './rows';

/** Thresholds come from samples of the mixture; a fixed seed makes them repeatable. */
const THRESHOLD_SEED = 1;
/** Rows worked on before messages are let through. */
const CHUNK_ROWS = 5000;

export function requireMixture(page: PointsPage): Mixture {
  const mixture = page.session.mixture();
  if (!mixture) throw new ServiceError('not_found', 'There is no model yet: fit one first.');
  return mixture;
}

/** Log densities that count as outliers lie below this; the latest answer is kept while the model stands. */
export class Thresholds {
  private latest: { readonly key: string; readonly value: number } | null = null;

  get(mixture: Mixture, level: number): number {
    if (!(level > 0 && level < 1)) throw invalid('level', 'The outlier level must be above 0 and below 1.');
    const { covariance_type, weights, means, covariances } = mixture;
    const key = [level, covariance_type, weights, means, covariances].join('|');
    if (this.latest?.key !== key) this.latest = { key, value: densityThreshold(mixture, level, THRESHOLD_SEED) };
    return this.latest.value;
  }
}

export async function assignment(page: PointsPage): Promise<PointsAssignment | null> {
  const mixture = page.session.mixture();
  const { document } = page;
  if (!mixture || document.n === 0 || mixture.n_features !== document.d) return null;
  const model = toEmModel(mixture);
  return onEngine(page, async (engine) => {
    // The engine was brought in step with the points just now; what comes meanwhile has a later revision.
    const { rev } = document;
    return { rev, n_components: mixture.n_components, ...(await engine.assign(model)) };
  });
}

export function inspect(page: PointsPage, thresholds: Thresholds, row: readonly number[], level: number): Inspection {
  const mixture = requireMixture(page);
  checkPlace(row, mixture.n_features);
  const { logDensity, responsibilities } = respond(mixture, { data: Float64Array.from(row), n: 1, d: row.length });
  const threshold = thresholds.get(mixture, level);
  const log_density = logDensity[0]!;
  return { log_density, responsibilities: [...responsibilities], outlier: log_density < threshold, threshold };
}

export function sample(page: PointsPage, n: number, seed: number, add: boolean): Matrix {
  const mixture = requireMixture(page);
  if (!Number.isInteger(n) || n < 1 || n > MAX_SAMPLES) {
    throw invalid('n', `n must be a whole number from 1 to ${MAX_SAMPLES.toLocaleString('en')}.`);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw invalid('seed', 'seed must be a whole number from 0 to 4294967295.');
  }
  const { document } = page;
  if (add) {
    checkCount(document.n + n);
    if (mixture.n_features !== document.d) throw invalid('add', 'The model has other columns than the points.');
  }
  const { points } = sampleMixture(mixture, n, seed);
  if (add) page.edit({ type: 'append', rows: points.data });
  return points;
}

export async function score(page: PointsPage, thresholds: Thresholds, rows: Matrix, level: number): Promise<Scores> {
  const mixture = requireMixture(page);
  checkFits(rows, mixture);
  checkCount(rows.n);
  const threshold = thresholds.get(mixture, level);
  const log_density = new Float64Array(rows.n);
  const labels = new Uint8Array(rows.n);
  const responsibilities = new Float64Array(rows.n * mixture.n_components);
  for await (const { start, part } of inParts(mixture, rows)) {
    log_density.set(part.logDensity, start);
    labels.set(part.labels, start);
    responsibilities.set(part.responsibilities, start * mixture.n_components);
  }
  const outlier = Uint8Array.from(log_density, (density) => (density < threshold ? 1 : 0));
  return { log_density, labels, responsibilities, outlier };
}

/**
 * The points as CSV (RFC 4180), numbers with all their digits; with the model's word on each, if asked for: components
 * count from 0, as in scikit-learn and REST.
 */
export async function exportCsv(page: PointsPage, withResponsibilities: boolean): Promise<Blob> {
  const { document } = page;
  const mixture = withResponsibilities ? requireMixture(page) : null;
  const points = document.matrix();
  if (mixture) checkFits({ ...points, n: 0, data: points.data.subarray(0, 0) }, mixture);
  const k = mixture?.n_components ?? 0;
  const answers = mixture ? ['component', 'log_density', ...Array.from({ length: k }, (_, c) => `p${c}`)] : [];
  const parts: string[] = [`${[...document.columns, ...answers].map(csvText).join(',')}\r\n`];
  // A copy: the points may be edited while the file is being written.
  const rows = { ...points, data: points.data.slice() };
  for await (const { start, end, part } of inParts(mixture, rows)) {
    const lines: string[] = [];
    for (let i = start; i < end; i++) {
      const values: number[] = [...rows.data.subarray(i * rows.d, (i + 1) * rows.d)];
      if (part) {
        const at = i - start;
        values.push(part.labels[at]!, part.logDensity[at]!, ...part.responsibilities.subarray(at * k, (at + 1) * k));
      }
      lines.push(values.join(','));
    }
    parts.push(`${lines.join('\r\n')}\r\n`);
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

type Part<M> = M extends Mixture ? ReturnType<typeof respond> : null;

/** Goes through rows in chunks, letting messages through in between. */
async function* inParts<M extends Mixture | null>(mixture: M, { data, n, d }: Matrix) {
  for (let start = 0; start < n; start += CHUNK_ROWS) {
    const end = Math.min(start + CHUNK_ROWS, n);
    const chunk = { data: data.subarray(start * d, end * d), n: end - start, d };
    const part = (mixture ? respond(mixture, chunk) : null) as Part<M>;
    yield { start, end, part };
    await breathe();
  }
}

function checkFits(rows: Matrix, { n_features }: Mixture): void {
  checkRows(rows);
  if (rows.d === n_features) return;
  throw invalid('points', `The model has ${n_features} columns; these points have ${rows.d}.`);
}
