// The queue under the person's hands. What they choose counts at once and is stored behind their back, in order; the
// next reviews are fetched ahead, so that nobody waits. What could not be stored comes back with a message.

import { service } from '../../../client';
import { ServiceError } from '../../../wire/errors';
import type { QueueOrder } from '../../../wire/labelling';
import type { Review } from '../../../wire/reviews';
import { formatCount } from '../../components/format';
import { settleError, showError } from '../../components/notify';
import { wordsOf } from '../scoring';
import { note, readNotes, strike, strikeAll } from './journal';
import { countLabelled, storing } from './progress';
import { addStep, type Choice, dropStep, prefer, type Step, useLabel } from './store';

/** Reviews fetched ahead, and how few are left when more are fetched. */
const AHEAD = 60;
const FEW = 40;

type One = Extract<Step, { kind: 'one' }>;

/** Stored one after the other, in the order they were chosen. */
let tail: Promise<unknown> = Promise.resolve();
/** Reviews with something being stored, and how often. */
const pending = new Map<string, number>();
/** When a review was changed from here last, by a clock that counts changes: an older answer may have it as it was. */
const changedAt = new Map<string, number>();
let clock = 0;
/** Undone: they are at hand again in the order they were, whatever the queue's own. */
const returned = new Set<string>();
let fetching = false;
let wanted = false;

/** Other reviews come first from now on; the one at hand stays. */
export function orderBy(order: QueueOrder): void {
  prefer({ order });
  useLabel.setState(({ ahead }) => ({ ahead: ahead.filter(staysFirst) }));
  refill();
}

/** Fetches what comes next, behind the review at hand. */
export function refill(): void {
  wanted = fetching;
  if (fetching) return;
  fetching = true;
  fetchAhead()
    .catch((error: unknown) => useLabel.setState({ problem: wordsOf(error), known: true }))
    .finally(() => {
      fetching = false;
      if (wanted) refill();
    });
}

async function fetchAhead(): Promise<void> {
  const { order } = useLabel.getState();
  const asked = clock;
  const { reviews } = await service.reviews.queue({ order, limit: AHEAD });
  const { order: now, ahead } = useLabel.getState();
  if (now !== order) {
    wanted = true;
    return;
  }
  const fresh = new Map(reviews.filter(({ id }) => isSettled(id, asked)).map((review) => [review.id, review]));
  const first = ahead.filter(staysFirst).map((review) => fresh.get(review.id) ?? review);
  for (const { id } of first) fresh.delete(id);
  useLabel.setState({ ahead: [...first, ...fresh.values()], known: true, problem: null });
}

function staysFirst({ id }: Review, at: number): boolean {
  return at === 0 || returned.has(id);
}

/** An answer asked for at that time has the review as it is. */
function isSettled(id: string, asked: number): boolean {
  return !pending.has(id) && (changedAt.get(id) ?? 0) <= asked;
}

/** Everything was replaced or deleted. */
export function forgetQueue(): void {
  strikeAll();
  returned.clear();
  useLabel.setState({ ahead: [], history: [], known: false, said: '', progress: null });
  refill();
}

/** Gives again what a page that went away may not have stored. Resolves when it is. */
export async function resumeLabels(): Promise<void> {
  for (const [sentiment, ids] of readNotes()) {
    try {
      await service.reviews.labelMany(ids, sentiment);
      for (const id of ids) strike(id);
    } catch (error) {
      showError(error, 'store the last labels');
    }
  }
}

const WORDS: Readonly<Record<Choice, string>> = { 0: 'Labelled negative.', 1: 'Labelled positive.', skip: 'Skipped.' };

/** Labels the review at hand, or puts it off; the next one is there at once. */
export function decide(choice: Choice): void {
  const [review, ...rest] = useLabel.getState().ahead;
  if (!review) return;
  const step: One = { kind: 'one', review, choice };
  returned.delete(review.id);
  useLabel.setState({ ahead: rest });
  addStep(step);
  countLabelled(weight(choice));
  say(WORDS[choice]);
  if (choice !== 'skip') note(review.id, choice);
  store(review.id, 'store the label', () => apply(step), { gone: () => dropStep(step), failed: () => revert(step) });
  if (rest.length < FEW) refill();
}

/** What could not be stored is at hand again, unless it was taken back already. */
function revert(step: One): void {
  if (!dropStep(step)) return;
  countLabelled(-weight(step.choice));
  putFirst(step.review);
}

/** Takes back what was done last, to the review at hand before or to many; again, what was done before that. */
export function undo(): void {
  const step = useLabel.getState().history.at(-1);
  if (!step) return;
  dropStep(step);
  if (step.kind === 'one') undoOne(step);
  else undoMany(step);
}

function undoOne(step: One): void {
  const { review, choice } = step;
  putFirst(review);
  countLabelled(-weight(choice));
  say('Taken back.');
  if (choice !== 'skip') note(review.id, null);
  store(review.id, 'take the label back', () => takeBack(step), {
    gone: () => leave([review.id]),
    failed: () => {
      // Unless it was labelled anew meanwhile.
      if (!leave([review.id])) return;
      addStep(step);
      countLabelled(weight(choice));
    },
  });
}

function undoMany(step: Exclude<Step, One>): void {
  const before = step.kind === 'many' ? step.before : [step.review];
  const work = () =>
    step.kind === 'many'
      ? service.reviews.restoreReviews(step.before)
      : service.reviews.edit(step.review.id, step.review.text);
  tail = tail.then(work).then(
    () => {
      settleError('take it back');
      changed(before.map(({ id }) => id));
      if (step.kind === 'edit') rewrite(step.review.id, step.review.text);
      say(`Taken back: ${step.words}`);
      refill();
    },
    (error: unknown) => {
      addStep(step);
      showError(error, 'take it back');
    },
  );
}

/** These are labelled or gone by other means than the queue; true where one of them was in it. */
export function leave(ids: readonly string[]): boolean {
  const { ahead } = useLabel.getState();
  const left = ahead.filter(({ id }) => !ids.includes(id));
  for (const id of ids) returned.delete(id);
  changed(ids);
  if (left.length === ahead.length) return false;
  useLabel.setState({ ahead: left });
  if (left.length < FEW) refill();
  return true;
}

/** Its text was edited. */
export function rewrite(id: string, text: string): void {
  changed([id]);
  useLabel.setState(({ ahead }) => ({
    ahead: ahead.map((review) => (review.id === id ? { ...review, text, score: null } : review)),
  }));
}

/** For those who hear the page: what was done, how many are left, and how the text at hand begins. */
export function say(words: string): void {
  const { progress, ahead } = useLabel.getState();
  const left = progress ? ` ${formatCount(progress.left)} left.` : '';
  const next = ahead[0] ? ` Next: ${ahead[0].text.slice(0, SAID)}` : '';
  useLabel.setState({ said: words + left + next });
}

/** Characters of the next text that are read out. */
const SAID = 300;

function putFirst(review: Review): void {
  returned.add(review.id);
  useLabel.setState(({ ahead }) => ({ ahead: [review, ...ahead.filter(({ id }) => id !== review.id)] }));
}

function weight(choice: Choice): number {
  return choice === 'skip' ? 0 : 1;
}

function apply({ review: { id }, choice }: One): Promise<void> {
  return choice === 'skip' ? service.reviews.skip(id, true) : service.reviews.label(id, choice);
}

async function takeBack({ review: { id, skipped }, choice }: One): Promise<void> {
  if (choice !== 'skip') await service.reviews.label(id, null);
  // A label ends that a review is put off.
  if (choice === 'skip' || skipped) await service.reviews.skip(id, skipped);
}

interface Outcome {
  /** The review was deleted meanwhile. */
  readonly gone: () => void;
  readonly failed: () => void;
}

function store(id: string, doing: string, work: () => Promise<void>, { gone, failed }: Outcome): void {
  const stored = storing();
  pending.set(id, (pending.get(id) ?? 0) + 1);
  tail = tail.then(work).then(
    () => {
      release(id);
      settleError(doing);
    },
    (error: unknown) => {
      release(id);
      if (error instanceof ServiceError && error.code === 'not_found') gone();
      else failed();
      showError(error, doing);
    },
  );
  tail = tail.then(() => {
    stored();
    if (useLabel.getState().ahead.length < FEW) refill();
  });
}

function release(id: string): void {
  const left = (pending.get(id) ?? 1) - 1;
  if (left > 0) pending.set(id, left);
  else {
    pending.delete(id);
    strike(id);
  }
  changed([id]);
}

function changed(ids: readonly string[]): void {
  clock += 1;
  for (const id of ids) changedAt.set(id, clock);
}
