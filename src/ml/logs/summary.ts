// What a run comes to: best and final values of its metrics, and how far it went, with the names of the training
// service's REST answers.

import { better } from './better';
import type { MetricTable } from './metrics';

export interface RunSummary {
  /** From the first that may be counted to the furthest that any row names; 0 where none does. */
  readonly total_epochs: number;
  readonly total_steps: number;
  readonly max_epoch: number | null;
  readonly max_step: number | null;
  readonly total_rows: number;
  /** `best_<column>`: the largest or smallest finite value; only of columns for which one way is better (see better.ts). */
  readonly best_metrics: Readonly<Record<string, number>>;
  /** The last value of each column that has one; NaN and infinities as they are. */
  readonly final_metrics: Readonly<Record<string, number>>;
  /** epoch and step too, where rows have them. */
  readonly available_columns: readonly string[];
}

export interface BestPlace {
  readonly value: number;
  readonly epoch: number | null;
  readonly step: number | null;
}

/** `countedFrom`: the number of the first epoch and step; Lightning's and this product's is 0. */
export function summarise(table: MetricTable, countedFrom: 0 | 1 = 0): RunSummary {
  const maxEpoch = furthest(table.rows.map(({ epoch }) => epoch));
  const maxStep = furthest(table.rows.map(({ step }) => step));
  // Some count parts of epochs: one that has begun counts.
  const total = (max: number | null) =>
    max === null ? 0 : Math.min(Math.max(0, Math.floor(max) + 1 - countedFrom), Number.MAX_SAFE_INTEGER);
  const places = [...(maxEpoch === null ? [] : ['epoch']), ...(maxStep === null ? [] : ['step'])];
  return {
    total_epochs: total(maxEpoch),
    total_steps: total(maxStep),
    max_epoch: maxEpoch,
    max_step: maxStep,
    total_rows: table.rows.length,
    best_metrics: Object.fromEntries([...bestPlaces(table)].map(([name, { value }]) => [`best_${name}`, value])),
    final_metrics: finals(table),
    available_columns: [...places, ...table.columns],
  };
}

/** Where each column was at its best; of equal values the first. */
export function bestPlaces({ columns, rows }: MetricTable): ReadonlyMap<string, BestPlace> {
  const ways = new Map(columns.map((name) => [name, better(name)]));
  const best = new Map<string, BestPlace>();
  for (const { epoch, step, values } of rows) {
    for (const [name, value] of values) {
      const way = ways.get(name);
      if (!way || !Number.isFinite(value)) continue;
      const before = best.get(name)?.value;
      const beats = before === undefined || (way === 'higher' ? value > before : value < before);
      if (beats) best.set(name, { value, epoch, step });
    }
  }
  return new Map(columns.flatMap((name) => (best.has(name) ? [[name, best.get(name)!] as const] : [])));
}

function finals({ columns, rows }: MetricTable): Record<string, number> {
  const last = new Map<string, number>();
  for (const { values } of rows) for (const [name, value] of values) last.set(name, value);
  return Object.fromEntries(columns.filter((name) => last.has(name)).map((name) => [name, last.get(name)!]));
}

function furthest(places: readonly (number | null)[]): number | null {
  return places.reduce((top, place) => (place !== null && (top === null || place > top) ? place : top), null);
}
