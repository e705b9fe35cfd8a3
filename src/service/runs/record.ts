// A run as it is stored: what it is called and was asked for, how it stands, and what its metrics came to when it was last
// saved, so that a list of runs needs nothing but records.

import { z } from 'zod';
import { CONFIG_KINDS, type PlainConfig } from '../../wire/configs';
import { RUN_PHASES, type RunDetail, type RunPhase, type RunSummary, type TrainedModel } from '../../wire/runs';
import { toRows } from './rows';

const count = z.number().int().nonnegative();
const values = z.record(
  z.string(),
  z
    .number()
    .or(z.nan())
    .or(z.literal([Infinity, -Infinity])),
);

/** What metrics came to. */
const figuresSchema = z.object({
  /** Not whole where an imported file has epochs that are not. */
  total_epochs: z.number(),
  total_steps: z.number(),
  best_metrics: values,
  final_metrics: values,
  columns: z.array(z.string()),
  total_rows: count,
  max_epoch: z.number().nullable(),
  max_step: z.number().nullable(),
});

const recordSchema = z.object({
  format: z.literal(1),
  id: z.string().regex(/^[\w-]{1,100}$/),
  name: z.string(),
  note: z.string(),
  tags: z.array(z.string()),
  archived: z.boolean(),
  phase: z.enum(RUN_PHASES),
  message: z.string(),
  kind: z.enum([...CONFIG_KINDS, 'imported']),
  model: z.string(),
  data: z.string(),
  /** What its data is called, of which `data` says more. */
  dataset: z.string(),
  /** File name. */
  config: z.string(),
  config_text: z.string(),
  overrides: z.array(z.string()),
  /** Null of imported ones. */
  resolved: z.record(z.string(), z.unknown()).nullable(),
  seed: z.number().nullable(),
  created_at: z.iso.datetime(),
  modified_at: z.iso.datetime(),
  /** Seconds at work. */
  duration: z.number(),
  engine: z.string(),
  figures: figuresSchema,
  /** What it goes on from; null before the first, and once it is completed. */
  checkpoint: z.object({ epoch: count, step: count, bytes: count, saved_at: z.iso.datetime() }).nullable(),
  judged: z.boolean(),
});

export type Figures = z.output<typeof figuresSchema>;
export type RunRecord = z.output<typeof recordSchema>;

const trainedSchema = z.object({
  format: z.literal(1),
  id: z.string().regex(/^[\w-]{1,120}$/),
  /** '' of those that were imported. */
  run: z.string(),
  /** Of imported ones; others are called as their run. */
  name: z.string().optional(),
  kind: z.enum(CONFIG_KINDS),
  role: z.enum(['best', 'last']),
  epoch: count,
  step: count,
  bytes: count,
  created_at: z.iso.datetime(),
  metrics: values,
  /** By which it was chosen among the best; null of the last. */
  score: z
    .number()
    .or(z.nan())
    .or(z.literal([Infinity, -Infinity]))
    .nullable(),
});

export type TrainedRecord = z.output<typeof trainedSchema>;

export const NO_FIGURES: Figures = {
  ...{ total_epochs: 0, total_steps: 0, best_metrics: {}, final_metrics: {}, columns: [] },
  ...{ total_rows: 0, max_epoch: null, max_step: null },
};

/** Undefined for what this version cannot read. */
export function parseRecord(value: unknown): RunRecord | undefined {
  return recordSchema.safeParse(value).data;
}

export function parseTrained(value: unknown): TrainedRecord | undefined {
  return trainedSchema.safeParse(value).data;
}

/** Throws, saying what is wrong, where a record of a back-up is not one that this version can open. */
export function checkRun(record: unknown, chunks: readonly unknown[]): void {
  recordSchema.parse(record);
  for (const chunk of chunks) toRows(chunk);
}

export function checkTrained(record: unknown): void {
  trainedSchema.parse(record);
}

/** Phases of runs that hold the slot: a record in one of them that nothing runs was ended rudely. */
export function isOn(phase: RunPhase): boolean {
  return phase === 'running' || phase === 'paused';
}

/** One that has never begun goes on from its beginning. */
export function isResumable({ phase, checkpoint }: RunRecord): boolean {
  return phase === 'interrupted' || phase === 'stopped' || (phase === 'failed' && checkpoint !== null);
}

export function toSummary(record: RunRecord, models: number): RunSummary {
  const { id, name, note, tags, archived, phase, message, kind, model, data, dataset, config, seed, engine } = record;
  const { created_at, modified_at, duration, figures } = record;
  const { total_epochs, total_steps, best_metrics, final_metrics, columns } = figures;
  return {
    ...{ id, name, note, tags, archived, phase, message, kind, model, data, dataset },
    ...{ config, seed, engine, models },
    ...{ created_at, modified_at, duration, total_epochs, total_steps, best_metrics, final_metrics, columns },
    resumable: isResumable(record),
  };
}

export function toDetail(record: RunRecord, trained: readonly TrainedModel[]): RunDetail {
  const { resolved, config_text, overrides, checkpoint, figures } = record;
  const { total_rows, max_epoch, max_step } = figures;
  return {
    ...toSummary(record, trained.length),
    ...{ resolved: resolved as PlainConfig | null, config_text, overrides, trained, total_rows, max_epoch, max_step },
    checkpoints: checkpoint ? [{ role: 'last', ...checkpoint }] : [],
  };
}
