// A run's metrics as CSV: a row for each place that is kept, which is one batch until there are more than 4,096.

import { writeCsv } from '../texts/write';
import type { RunMetrics } from './series';

const PLACES = 4096;

export function writeSeriesCsv(run: RunMetrics): Promise<Blob> {
  const score = run.task === 'regression' ? 'mean_absolute_error' : 'accuracy';
  const columns = ['first_batch', 'last_batch', 'loss', 'loss_min', 'loss_max', score, `${score}_min`, `${score}_max`];
  const more = ['learning_rate', 'gradient_norm', 'batches_per_second', 'queued', 'drift_detected', 'concept_changed'];
  return writeCsv([...columns, ...more, 'note'], rowsOf(run));
}

/** Batches count from 1, as on the page. */
function* rowsOf(run: RunMetrics): Generator<(string | number | null)[]> {
  const { batch, stride, columns, total } = run.series.window(0, run.total, PLACES);
  const { loss, score, learning_rate, grad_norm, rate, queued } = columns;
  const detections = grouped(run.detections, ({ detector }) => detector, stride);
  const drifts = grouped(
    run.drifts.map((at) => ({ batch: at })),
    () => '1',
    stride,
  );
  // A note made after the last batch has no batch of its own yet.
  const written = run.notes.map((note) => ({ ...note, batch: Math.min(note.batch, total - 1) }));
  const notes = grouped(written, ({ text }) => text, stride);
  for (let i = 0; i < batch.length; i++) {
    yield [
      ...[i * stride + 1, Math.min((i + 1) * stride, total)],
      ...[loss.mean[i], loss.least[i], loss.most[i], score.mean[i], score.least[i], score.most[i]].map(known),
      ...[learning_rate.mean[i], grad_norm.mean[i], rate.mean[i], queued.mean[i]].map(known),
      ...[detections, drifts, notes].map((marks) => marks.get(i)?.join('; ') ?? null),
    ];
  }
}

function grouped<T extends { readonly batch: number }>(marks: readonly T[], word: (mark: T) => string, stride: number) {
  const groups = new Map<number, string[]>();
  for (const mark of marks) {
    const place = Math.floor(mark.batch / stride);
    groups.set(place, [...(groups.get(place) ?? []), word(mark)]);
  }
  return groups;
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
