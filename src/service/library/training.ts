// A module's training as it is told and kept: its newest lines, its scalars thinned to what a chart can show, and how it
// ended. What is kept outlives the engine, so that one that was interrupted says so.

import { z } from 'zod';
import { LogError, readEvents } from '../../ml/logs';
import type { ModelFile, ModuleTraining } from '../../wire/library';
import type { SandboxFailure } from '../../wire/sandbox';

/** Lines shown; the log among the module's files has more. */
const SHOWN_LINES = 500;
const KEPT_CHARACTERS = 64 * 1024;
const MOST_TAGS = 50;
const MOST_TAG_LENGTH = 200;
const MOST_POINTS = 1000;
/** Of event files, read at once: the engine reads them, which answers everything else. Some 75,000 values. */
const MOST_EVENT_BYTES = 4 * 2 ** 20;

export const trainingSchema = z.object({
  model: z.string(),
  phase: z.enum(['running', 'finished', 'failed', 'stopped', 'interrupted']),
  args: z.array(z.string()),
  tensorboard: z.boolean(),
  began_at: z.iso.datetime(),
  seconds: z.number(),
  most_seconds: z.number(),
  log: z.array(z.string()),
  scalars: z.record(z.string(), z.array(z.object({ step: z.number(), value: z.number() }))),
  wrote: z.array(z.string()),
  left: z.array(z.string()).default([]),
  error: z.object({ message: z.string(), stack: z.string() }).nullable(),
}) satisfies z.ZodType<ModuleTraining>;

export type KeptTraining = z.output<typeof trainingSchema>;
export type Scalars = ModuleTraining['scalars'];

export function withLines(training: ModuleTraining, lines: readonly string[]): ModuleTraining {
  return { ...training, log: [...training.log, ...lines].slice(-SHOWN_LINES) };
}

/** As much of it as is worth a place: the end of its log, and values that are numbers. */
export function keptOf(training: ModuleTraining): KeptTraining {
  let room = KEPT_CHARACTERS;
  const log: string[] = [];
  for (const line of [...training.log].reverse()) {
    room -= line.length + 1;
    if (room < 0) break;
    log.unshift(line);
  }
  const scalars = Object.entries(training.scalars).map(([tag, values]) => {
    return [tag, values.filter(({ value }) => Number.isFinite(value)).map((point) => ({ ...point }))] as const;
  });
  return {
    ...training,
    ...{
      log,
      args: [...training.args],
      wrote: [...training.wrote],
      left: [...training.left],
      scalars: Object.fromEntries(scalars),
    },
  };
}

/** Whether the tab is gone or the engine with it: often one notices just before the other ends. */
export const INTERRUPTED =
  'The tab that it ran in was closed or loaded anew. The module’s files are as they were before. ' +
  'Begun again, the script finds what it had written by then, and can go on where it saved that.';

/** One that an engine before this one had begun, and nobody ended, and what is there of it; any other as it is. */
export function afterTheEngine(training: KeptTraining, left: readonly string[]): KeptTraining {
  switch (training.phase) {
    case 'running':
      return { ...training, phase: 'interrupted', left: [...left], error: { message: INTERRUPTED, stack: '' } };
    case 'interrupted':
      // None of it is in a back-up.
      return left.length === training.left.length ? training : { ...training, left: [...left] };
    default:
      return training;
  }
}

/** Between the log of a training that was interrupted and its going on. */
const AGAIN = '— interrupted, and begun again —';

/** What goes on of one that was interrupted. */
export function begunAgain({ log, scalars }: ModuleTraining): Pick<ModuleTraining, 'log' | 'scalars'> {
  return { log: [...log, AGAIN], scalars };
}

/**
 * Of the event files among these. Of those that are larger together than is read, their beginning; what is no event file,
 * or damaged, has none.
 */
export async function scalarsIn(files: readonly ModelFile[], tensorBoardDir: string): Promise<Scalars> {
  let room = MOST_EVENT_BYTES;
  let all: Scalars = {};
  for (const { path, file } of files) {
    if (!isEventFile(path) || room <= 0) continue;
    const bytes = new Uint8Array(await file.slice(0, room).arrayBuffer());
    room -= bytes.length;
    all = withScalars(all, scalarsOf(bytes, path, tensorBoardDir));
  }
  return all;
}

/** As many tags as can be shown, those that were there before first; what was found goes on where the steps before it end. */
export function withScalars(before: Scalars, found: Scalars): Scalars {
  const all = new Map(Object.entries(before));
  for (const [tag, points] of Object.entries(found)) {
    const first = points[0]?.step ?? 0;
    const earlier = all.get(tag)?.filter(({ step }) => step < first) ?? [];
    all.set(tag, thinned([...earlier, ...points]));
  }
  return Object.fromEntries([...all].slice(0, MOST_TAGS));
}

/**
 * Of a TensorBoard file, by tag; what lies in a folder of TensorBoard's has that before its tags, "val/loss". One that is
 * still being written may end in the middle of a record.
 * @param path from the module's folder
 */
function scalarsOf(bytes: Uint8Array, path: string, tensorBoardDir: string): Scalars {
  const run = path.startsWith(`${tensorBoardDir}/`)
    ? path
        .slice(tensorBoardDir.length + 1)
        .split('/')
        .slice(0, -1)
    : [];
  const scalars = new Map<string, { readonly step: number; readonly value: number }[]>();
  for (const { step, values } of eventsOf(bytes)) {
    for (const value of values) {
      if (value.kind !== 'scalar') continue;
      const tag = [...run, value.tag].join('/').slice(0, MOST_TAG_LENGTH);
      const points = scalars.get(tag);
      if (points) points.push({ step, value: value.value });
      else if (scalars.size < MOST_TAGS) scalars.set(tag, [{ step, value: value.value }]);
    }
  }
  return Object.fromEntries([...scalars].map(([tag, points]) => [tag, thinned(points)]));
}

/** None of a file that a module called so and that is otherwise: what it trained is right all the same. */
function eventsOf(bytes: Uint8Array): ReturnType<typeof readEvents>['events'] {
  try {
    return readEvents(bytes).events;
  } catch (error) {
    if (error instanceof LogError) return [];
    throw error;
  }
}

function isEventFile(path: string): boolean {
  return path.includes('tfevents');
}

/** The first and the last, and those between evenly. */
function thinned<T>(points: readonly T[]): T[] {
  if (points.length <= MOST_POINTS) return [...points];
  const apart = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, i) => points[Math.round(i * apart)]!);
}

/** Where it failed, as lines of a stack; '' where that cannot be said. */
export function stackOf(failure: SandboxFailure): string {
  if (failure.kind === 'threw') return failure.stack;
  if (failure.kind !== 'script' || failure.file === null) return '';
  return failure.line === null ? `    at ${failure.file}` : `    at ${failure.file}:${failure.line}`;
}
