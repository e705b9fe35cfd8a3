// What came of the cases: as JSON, which a later run adds to, and as a table in Markdown.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, type as system, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ACTIVITIES } from './activities';
import type { Outcome } from './case';
import { FAULTS } from './harm';
import { INVARIANTS } from './store/check';

const outcomeSchema: z.ZodType<Outcome> = z.object({
  ...{ number: z.number(), name: z.string(), share: z.number(), seed: z.number(), did: z.string() },
  ...{ effect: z.boolean(), acknowledged: z.number(), notices: z.array(z.string()), went: z.string() },
  troubles: z.array(
    z.object({
      stage: z.enum(['before', 'fault', 'half-written', 'start', 'lost', 'goes on', 'store', 'others']),
      what: z.string(),
    }),
  ),
  seconds: z.number(),
});

const reportSchema = z.object({
  command: z.string(),
  date: z.string(),
  machine: z.string(),
  versions: z.record(z.string(), z.string()),
  seed: z.number(),
  /** Cases that there are, by this command. */
  planned: z.number(),
  outcomes: z.array(outcomeSchema),
});

export type Report = z.output<typeof reportSchema>;

/** What cannot be done to a browser from outside, and what stands for it. */
const STANDS_FOR: readonly string[] = [
  'A worker cannot be killed by itself: it is a thread. It ends by `self.close()`, which tells nobody, as one does whose memory is taken.',
  'No quota is reached “at the nth write” by the browser’s own means: its limit is set by DevTools and the room filled; single writes are refused by a hook in the workers.',
  'The disk is made slow by other writing, and the processor by DevTools; a cut of power, which takes what the system has not written yet, is not tried: what a killed browser had handed to the system is kept by it.',
  'A headless tab is never out of sight: it is told that it is, and frozen by DevTools as the browser freezes hidden ones.',
  'The machine’s clock is not set: `Date` is shifted in pages and workers. Clocks that count on (`performance.now()`) are not what jumps.',
  'There is no GPU here: devices are lost with the GPU process of a software renderer.',
];

/** Outcomes of the cases of the same seed that were run before; none where there are none. */
export function readOutcomes(folder: string, seed: number): readonly Outcome[] {
  const file = join(folder, 'faults.json');
  if (!existsSync(file)) return [];
  const { data } = reportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return data?.seed === seed ? data.outcomes : [];
}

export function writeReport(folder: string, report: Report): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'faults.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, 'faults.md'), markdown(report));
}

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory} GiB, ${system()} ${release()}`;
}

function markdown({ command, date, machine: on, versions, seed, planned, outcomes }: Report): string {
  const failed = outcomes.filter(({ troubles }) => troubles.length > 0);
  const without = outcomes.filter(({ effect }) => !effect);
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const seconds = outcomes.map((one) => one.seconds).sort((a, b) => a - b);
  const middle = seconds[Math.floor(seconds.length / 2)] ?? 0;
  const sums = `${outcomes.length} of ${planned} cases run (half of them within ${middle} s), ${outcomes.length - failed.length} without trouble, ${failed.length} with; ${without.length} in which the fault had nothing to strike.`;
  return [
    '# Faults',
    '',
    'Each case: an activity in the built app in Chromium, a fault at a moment on its way, and then: the store is walked before',
    'the app starts again and after, the app starts without an error view, everything that it had acknowledged is there, what',
    'was under way goes on or says why not, and what the activity has nothing to do with is as it was, bit for bit.',
    '',
    `${date} · ${on} · ${named.join(', ')} · seed ${seed} · \`${command}\``,
    '',
    sums,
    '',
    `Acknowledged before the faults struck: ${outcomes.reduce((sum, one) => sum + one.acknowledged, 0)} things. Lost of them: ${lost(outcomes)}.`,
    '',
    '## Faults × activities: cases, and of them those with trouble',
    '',
    ...matrix(outcomes),
    '',
    '## Faults',
    '',
    ...FAULTS.map(({ id, title }) => `- **${id}**: ${title}`),
    '',
    '## Activities',
    '',
    ...ACTIVITIES.map(({ id, title }) => `- **${id}**: ${title}`),
    '',
    '## What stands for what',
    '',
    ...STANDS_FOR.map((what) => `- ${what}`),
    '',
    '## What the checker of the store holds true',
    '',
    ...INVARIANTS.map(({ id, says }) => `- **${id}**: ${says}`),
    '',
    '## Troubles',
    '',
    ...(failed.length === 0 ? ['None.'] : failed.flatMap(troubleLines)),
    '',
  ].join('\n');
}

function lost(outcomes: readonly Outcome[]): string {
  const n = outcomes.filter(({ troubles }) => troubles.some(({ stage }) => stage === 'lost')).length;
  return n === 0 ? 'none' : `some in ${n} cases`;
}

function matrix(outcomes: readonly Outcome[]): string[] {
  const cell = (fault: string, activity: string) => {
    const some = outcomes.filter(({ name }) => name.startsWith(`${fault}/${activity}/`));
    const bad = some.filter(({ troubles }) => troubles.length > 0).length;
    return some.length === 0 ? '' : bad === 0 ? String(some.length) : `${some.length} (**${bad}**)`;
  };
  const names = ACTIVITIES.map(({ id }) => id);
  return [
    `| | ${names.join(' | ')} |`,
    `| --- |${names.map(() => ' ---: |').join('')}`,
    ...FAULTS.map(({ id }) => `| ${id} | ${names.map((name) => cell(id, name)).join(' | ')} |`),
  ];
}

function troubleLines({ name, did, troubles }: Outcome): string[] {
  return [`- ${name} (${did})`, ...troubles.map(({ stage, what }) => `  - ${stage}: ${what}`)];
}
