// What comes out of a sandbox, checked: the module within can post whatever it likes.

import { z } from 'zod';
import { SANDBOX_STEPS, type SandboxReport, STEP_FAILURES } from './sandbox';

const short = z.string().max(1000);
const long = z.string().max(100_000);

/** Lines or paths of one report: an honest one has some thousands at most. */
const MOST_ENTRIES = 10_000;

const reportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('log'), lines: z.array(z.string()), left: z.int().min(0) }),
  z.strictObject({ kind: z.literal('events'), path: z.string() }),
  z.strictObject({ kind: z.literal('so far'), paths: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('trained'), paths: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('loaded') }),
  z.strictObject({ kind: z.literal('answer'), id: z.int(), contentType: short }),
  z.strictObject({
    kind: z.literal('failed'),
    id: z.int().nullable(),
    step: z.enum(SANDBOX_STEPS),
    why: z.enum(STEP_FAILURES),
    name: short,
    message: long,
    stack: long,
  }),
]);

/** Null for what no sandbox says. */
export function parseReport(text: string): SandboxReport | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  // Counted before each is looked at: a page has other things to do.
  const { lines, paths } = Object(value) as { lines?: unknown; paths?: unknown };
  if ([lines, paths].some((list) => Array.isArray(list) && list.length > MOST_ENTRIES)) return null;
  const parsed = reportSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
