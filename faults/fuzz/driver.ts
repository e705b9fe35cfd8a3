// Gives a subject its inputs, one after the other, and judges what comes of each. The same seed gives the same inputs, and
// each is made from its own number: any one can be made again alone.

import { Rng } from '../../src/ml/rng';
import type { Failure, FailureKind, Input, OpenSubject, Outcome, Subject } from './types';

/** Milliseconds that an input may take. */
const MOST_MS = 1000;
const MOST_FAILURES = 20;
const SHOWN = 600;

export interface Tally {
  accepted: number;
  refused: number;
  slowest: { ms: number; index: number };
  readonly failures: Failure[];
}

export interface Watch {
  /** Called as an input begins: whoever watches from outside knows which one it is that does not end. */
  begins(index: number): void;
  ends(tally: Tally): void;
}

/** FNV-1a: so that subjects do not share their numbers. */
function hash(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

export function rngFor(subject: Subject, seed: number, index: number): Rng {
  return new Rng((Math.imul(seed, 0x9e3779b1) ^ hash(subject.name) ^ Math.imul(index, 0x85ebca6b)) >>> 0);
}

/** What JavaScript itself says, or the library of schemas: such words in front of people mean that nothing had checked. */
const NATIVE_WORDS =
  /Cannot (read|set) propert|Cannot (destructure|convert|mix|access)|Maximum call stack|Invalid (array|typed array|string) length|Array buffer allocation|is not (a function|iterable|a constructor|extensible)|Offset is outside|out of bounds|Reduce of empty|Invalid array buffer|toFixed\(\)|Invalid time value|Invalid count value|code point|URI malformed|Too (small|big): expected|Invalid (input|option|string|number|ISO|URL)\b|Unrecognized key/;

/** Null for one of the product's own errors, in its own words; else what is wrong with it. */
export function faultOf(error: unknown, accepted: readonly string[]): string | null {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const code = 'code' in error ? String(error.code) : '';
  const told = `${error.name}${code && ` (${code})`}: ${error.message}`;
  if (!accepted.includes(error.name) || code === 'internal') return `${told}\n${stackOf(error)}`;
  if (NATIVE_WORDS.test(error.message)) return `${told}\n${stackOf(error)}`;
  return error.message.trim() === '' ? `${error.name} without a word` : null;
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function stackOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return lines.slice(0, 6).join('\n');
}

/** Reads inputs `from` … `to − 1`. */
export async function drive(
  subject: Subject,
  { seed, from, to }: { readonly seed: number; readonly from: number; readonly to: number },
  watch: Watch,
): Promise<Tally> {
  const open = await subject.open();
  const tally: Tally = { accepted: 0, refused: 0, slowest: { ms: 0, index: -1 }, failures: [] };
  await warmUp(open, subject, seed);
  const state: State = { before: (await open.store?.digest()) ?? null };
  for (let index = from; index < to && tally.failures.length < MOST_FAILURES; index++) {
    watch.begins(index);
    const input = open.make(rngFor(subject, seed, index));
    await one(open, input, index, tally, state);
    watch.ends(tally);
  }
  return tally;
}

/** What is loaded when it is first needed is no parser's time. */
async function warmUp(open: OpenSubject, subject: Subject, seed: number): Promise<void> {
  for (let index = 0; index < 5; index++) {
    const { outcome } = await timed(open, open.make(rngFor(subject, seed, -1 - index)));
    if (outcome === 'accepted') await open.store?.tidy();
  }
}

interface State {
  /** Digest of what is stored. */
  before: string | null;
}

async function one(open: OpenSubject, input: Input, index: number, tally: Tally, state: State): Promise<void> {
  const fail = (kind: FailureKind, message: string) =>
    tally.failures.push({ kind, index, message: message.slice(0, 2000), input: input.shown.slice(0, SHOWN) });
  const { outcome, fault, ms } = await timed(open, input);
  if (fault) fail('crash', fault);
  tally[outcome] += 1;
  if (outcome === 'accepted')
    await open.after?.(input).catch((error: unknown) => fail('crash', `afterwards: ${told(error)}`));
  if (open.store) await checkStore(open, input, outcome, state, fail);
  if (ms > tally.slowest.ms) {
    // Others use the machine, too: what is slow is slow twice.
    const again = ms > MOST_MS ? (await timed(open, input)).ms : ms;
    const least = Math.min(ms, again);
    if (least > tally.slowest.ms) tally.slowest = { ms: least, index };
    if (least > MOST_MS) fail('slow', `took ${Math.round(least)} ms`);
  }
}

/**
 * Milliseconds that the processor was at it, as long as it took at most: the machine has other work, too. An input that only
 * waits is ended from outside.
 */
function clock(): () => number {
  const [start, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return Math.min(performance.now() - start, (user + system) / 1000);
  };
}

async function timed(open: OpenSubject, input: Input) {
  const elapsed = clock();
  try {
    await open.read(input);
    return { outcome: 'accepted' as Outcome, fault: null, ms: elapsed() };
  } catch (error) {
    const ms = elapsed();
    return { outcome: 'refused' as Outcome, fault: faultOf(error, open.errors), ms };
  }
}

type Fail = (kind: FailureKind, message: string) => void;

/** What was refused has changed nothing; what was accepted goes again. */
async function checkStore(open: OpenSubject, input: Input, outcome: Outcome, state: State, fail: Fail): Promise<void> {
  const { store } = open;
  if (!store) return;
  if (outcome === 'accepted') {
    await store.tidy();
    state.before = await store.digest();
    return;
  }
  if ((await store.digest()) === state.before) return;
  // What an earlier input had begun may have ended only now: it counts if it happens again.
  await store.tidy();
  const calm = await store.digest();
  await timed(open, input);
  state.before = await store.digest();
  if (state.before === calm) return;
  const known = new Set(calm.split('\n'));
  const others = state.before.split('\n').filter((line) => !known.has(line));
  fail('store', `It was refused, and what is stored is another: ${others.join(', ')}`);
}
