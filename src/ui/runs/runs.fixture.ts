// A run as it is listed, for tests.

import type { RunSummary } from '../../wire/runs';

/** Its id is its name, and the second it was begun in. */
export function runOf(id: string, patch: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: id,
    note: '',
    tags: [],
    archived: false,
    phase: 'completed',
    message: '',
    kind: 'image',
    model: 'CNN',
    data: 'Digits',
    dataset: 'Digits',
    config: 'cnn.yaml',
    seed: 1,
    created_at: `2026-01-01T00:00:${id.padStart(2, '0')}Z`,
    modified_at: '',
    duration: 1,
    total_epochs: 1,
    total_steps: 1,
    best_metrics: {},
    final_metrics: {},
    columns: [],
    engine: '',
    resumable: false,
    models: 0,
    ...patch,
  };
}
