// When drift leads to a retraining: by itself, by asking first, or never; and not twice for the same reviews.

import { z } from 'zod';
import type { DriftReport, DriftState } from '../../wire/drift';
import type { RetrainOptions, RetrainState } from '../../wire/retrain';
import { labelsMissing } from './defaults';
import { plural } from './words';

/** Reviews that must have come in since it was last answered. */
const MORE = 10;

export const answeredSchema = z
  .object({
    /** ISO 8601: drift must be found by a later look. */
    at: z.string(),
    /** Whose reviews were counted; null: an earlier version did not say. */
    model: z.string().nullable().default(null),
    /** Reviews that had come in for it by the last look. */
    seen: z.number().optional(),
    /** What the last look had compared, which is what earlier versions kept: a window that has filled grows no more. */
    n_current: z.number().optional(),
    labelled: z.number(),
  })
  .transform(({ seen, n_current, ...rest }) => ({ ...rest, seen: seen ?? n_current ?? 0 }));

/** How things stood when it was last dismissed, or led to a retraining. */
export type Answered = z.output<typeof answeredSchema>;

export type Proposal =
  | { readonly kind: 'none' }
  | { readonly kind: 'ask'; readonly since: string; readonly reason: string }
  | { readonly kind: 'start' };

export interface Situation {
  readonly options: RetrainOptions;
  readonly serving: string;
  readonly drift: DriftState;
  readonly answered: Answered | null;
  readonly available: RetrainState['available'];
  /** Labelled reviews in all. */
  readonly labelled: number;
}

export function propose({ options, serving, drift, answered, available, labelled }: Situation): Proposal {
  const { report } = drift;
  const none = { kind: 'none' } as const;
  if (options.mode === 'off' || report?.model !== serving || !report.drifted) return none;
  if (answered && !isNews(report, answered)) return none;
  const missing = labelsMissing(available, options);
  if (options.mode === 'auto') {
    const more = !answered || labelled > answered.labelled;
    return missing === 0 && more ? { kind: 'start' } : none;
  }
  return { kind: 'ask', since: report.at, reason: reasonOf(report, available.new_texts, missing) };
}

function isNews(report: DriftReport, answered: Answered): boolean {
  const same = answered.model === null || answered.model === report.model;
  // Another model served in between: its reviews are counted from the beginning.
  const before = same && answered.seen <= report.seen ? answered.seen : 0;
  return report.at > answered.at && report.seen >= before + MORE;
}

function reasonOf({ tests }: DriftReport, new_texts: number, missing: number): string {
  const found = tests.filter(({ drifted }) => drifted);
  const what = found[0]?.sentence ?? 'The reviews have changed.';
  const more = found.length > 1 ? ` ${plural(found.length - 1, 'more sign')} of drift.` : '';
  const labels =
    missing === 0
      ? `${plural(new_texts, 'new label')} to learn from.`
      : `${plural(missing, 'more label')} needed: a new model must be judged on texts that it has not learnt from.`;
  return `${what}${more} ${labels}`;
}
