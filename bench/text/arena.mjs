// Where text contestants are opened and take turns. One that fails, takes too long or computes something else gets a
// note instead of times, and the others go on.

import { spread } from '../report.mjs';
import { openTorch } from './python.mjs';

/** A run that takes longer is done once more after its warm-up, and not again. */
const SLOW_MS = 4000;
/** The largest difference of logits and losses from ours. */
export const TOLERANCE = 1e-3;

/**
 * `setting`: {host: the page's, rounds, budgetMs and most of a turn, limitMs of one call, python with torch or
 * undefined, torchJob(job) for its process}.
 */
export async function openContestant(setting, contestant) {
  const { host, limitMs } = setting;
  const { job } = contestant;
  try {
    if (job.kind === 'torch') {
      if (!setting.python) throw new Error('PyTorch is not installed here');
      const torch = await openTorch(setting.python, setting.torchJob(job), limitMs);
      return { ...contestant, ...torch, samples: [] };
    }
    return { ...contestant, ...(await host.open(contestant.id, job, limitMs)), samples: [] };
  } catch (error) {
    return { ...contestant, note: reasonOf(error) };
  }
}

/** What Playwright and browsers put around a reason. */
function reasonOf(error) {
  const [first] = String(error.message).split('\n');
  return first.replace(/^page\.evaluate: (Error: )?/, '').slice(0, 200);
}

/** Rounds of turns over all that are open; `closed` afterwards. Returns them with samples in ms a run. */
export async function takeTurns(setting, opened) {
  const { rounds, budgetMs, most, limitMs } = setting;
  for (let round = 0; round < rounds; round++) {
    for (const one of opened) {
      if (one.note) continue;
      const slow = one.opened.warmMs.at(-1) > SLOW_MS;
      if (slow && round > 0) continue;
      if (one.opened.warmMs.length === 1) {
        one.samples.push(one.opened.warmMs[0]);
        one.remark = 'first run, warm-up included';
        continue;
      }
      try {
        one.samples.push(...(await one.turn(budgetMs, slow ? 1 : most, limitMs)));
        if (slow) one.remark = 'timed once';
      } catch (error) {
        if (one.samples.length === 0) one.note = reasonOf(error);
        else one.remark = `stopped early: ${reasonOf(error)}`;
      }
    }
    process.stdout.write('.');
  }
  for (const one of opened) await one.close?.();
  return opened;
}

/** Of one text: milliseconds, in median with quartiles. */
export function msPerText({ samples, job }, texts = job.batch) {
  return spread(samples.map((ms) => ms / texts));
}

/** Puts a note on those whose results are not ours; `reference` gives ours for a batch size. */
export async function checkResults(opened, reference) {
  for (const one of opened) {
    if (one.note) continue;
    const want = await reference(one.job.batch);
    if (!want) {
      one.remark = 'results not compared: ours did not run';
      continue;
    }
    const got = one.opened.check;
    const difference = Math.max(...got.map((value, i) => Math.abs(value - want[i % want.length])));
    one.difference = difference;
    if (difference <= TOLERANCE) continue;
    await one.close();
    one.note = `its results differ from ours by ${difference.toPrecision(2)}: not timed`;
  }
}
