// The record that the page is saved as, and whether one that comes from storage or a back-up is one that
// this version can open: anyone may have written it.

import { z } from 'zod';
import type { Matrix, Mixture } from '../../ml/gmm/types';
import { MAX_DIMENSIONS } from '../../wire/limits';
import { messageOf } from '../errors';
import { checkMixture } from '../models';
import { checkOptions } from './options';
import type { PageRecord } from './page';

/** The record beside the points. */
export interface WorkspaceRecord {
  readonly format: 1;
  readonly columns: readonly string[];
  readonly source: string;
  readonly rev: number;
  readonly page: PageRecord;
}

const count = z.int().min(0);
/** Infinities included: a fit starts from a likelihood of none. */
const number = z.custom<number>((value) => typeof value === 'number' && !Number.isNaN(value));
const plain = z.custom((value) => typeof value === 'object' && value !== null);
const options = z.custom<PageRecord['options']>().superRefine(soundBy(checkOptions));
const mixture = z.custom<Mixture>().superRefine(soundBy(checkMixture));

const curve = z.object({
  trace: z.object({ values: z.array(number), stride: z.int().min(1) }),
  last: number,
  iterations: count,
  converged: z.boolean(),
});
const run = z.object({
  options,
  epochs: count,
  n_init: z.int().min(1),
  warmStart: mixture.optional(),
  learned: count.optional(),
  // The learner that takes its state up checks it.
  learner: plain.nullable(),
  known: count,
  evidence: count.optional(),
  mixture: mixture.nullable(),
  trace: z.object({ init: count, current: curve, best: curve.nullable() }),
  last: z.object({ iteration: count, init: count, log_likelihood: number, change: number }),
  converged: z.boolean(),
  done: z.boolean(),
  engine: z.string(),
  outdated: z.boolean(),
  behind: z.boolean(),
});
const standing = { mixture: mixture.nullable(), options: options.optional(), learned: count.optional() };
const session = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('idle'), ...standing }),
  z.object({ phase: z.literal('failed'), ...standing, message: z.string() }),
  z.object({ phase: z.enum(['running', 'paused', 'finished']), run }),
]);

const criterion = z.enum(['bic', 'aic']);
const candidates = z.array(z.object({ n_components: count, bic: number, aic: number }));
const selection = z.object({ criterion, best: count, candidates, stale: z.boolean().optional() });
const search = z.object({
  request: z.object({ min: z.int().min(1), max: z.int().min(1), criterion }),
  options,
  epochs: count,
  candidates,
  next: z.int().min(1),
  best: z
    .object({ n_components: count, mixture, value: number, iterations: count, converged: z.boolean().optional() })
    .nullable(),
});

const workspace = z.object({
  format: z.literal(1),
  columns: z.array(z.string()).min(1).max(MAX_DIMENSIONS),
  source: z.string(),
  rev: z.int(),
  page: z.object({
    options,
    session,
    selection: selection.nullable(),
    search: search.nullable(),
    speed: z.number().gt(0).nullable(),
  }),
});

/** @throws Error unless this is a record that `load` can open with these points. */
export function checkWorkspace(record: unknown, points: Matrix | null): asserts record is WorkspaceRecord {
  const result = workspace.safeParse(record);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`The saved workspace cannot be read at ${issue?.path.join('.') || 'its beginning'}.`);
  }
  const { columns, page } = result.data;
  if (points && points.d !== columns.length) {
    throw new Error('The saved workspace names other columns than the points have.');
  }
  const shown = 'run' in page.session ? page.session.run.mixture : page.session.mixture;
  if (shown && points && shown.n_features !== points.d) {
    throw new Error('The saved mixture has other columns than the points have.');
  }
}

function soundBy(check: (value: never) => void) {
  return (value: unknown, context: z.RefinementCtx) => {
    try {
      check(value as never);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
    }
  };
}
