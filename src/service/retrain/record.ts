// The retraining under way as it is stored: enough to find its training again after a reload, and to go on judging.

import { z } from 'zod';
import { readSetting, writeSetting } from '../../storage/settings';
import { retrainOptionsSchema } from '../../wire/retrain-schemas';

const numbers = z.array(z.number().int());

const jobSchema = z.object({
  format: z.literal(1),
  /** Names the run: the model that comes of it carries it. */
  run: z.string(),
  champion: z.string(),
  /** Null while it is trained. */
  challenger: z.string().nullable(),
  options: retrainOptionsSchema,
  new_texts: z.number().int(),
  old_texts: z.number().int(),
  /** Reviews that had no part before: those learnt from, and those held out. */
  assigned: z.object({ train: numbers, held_out: numbers }),
  /** Reviews that judge: those held out now, and earlier. */
  judges: z.object({ new: numbers, old: numbers }),
});

export type Job = z.output<typeof jobSchema>;

const JOB = 'retrain.job';

/** Null without one, and where a later version wrote it. */
export async function readJob(): Promise<Job | null> {
  return jobSchema.safeParse(await readSetting(JOB)).data ?? null;
}

export function saveJob(job: Job | null): Promise<void> {
  return writeSetting(JOB, job);
}

// ---------------------------------------------------------------- scores so far

const JUDGED = 'retrain.judged';

export interface Judged {
  readonly run: string;
  /** Of the texts, in their order. */
  readonly fingerprint: string;
  readonly champion: Float32Array;
  readonly challenger: Float32Array;
}

export async function readJudged(): Promise<Judged | null> {
  const value = Object(await readSetting(JUDGED)) as Partial<Judged>;
  const { run, fingerprint, champion, challenger } = value;
  const sound = champion instanceof Float32Array && challenger instanceof Float32Array;
  return typeof run === 'string' && typeof fingerprint === 'string' && sound
    ? { run, fingerprint, champion, challenger }
    : null;
}

export function saveJudged(judged: Judged | null): Promise<void> {
  return writeSetting(JUDGED, judged);
}
