// The queue under the person's hands. What they choose counts at once and is stored behind their back, in order; the
// next reviews are fetched ahead, so that nobody waits. What could not be stored comes back with a message.

import { service } from '../../../client';
import { beginningOf } from '../../../ml/text/beginning';
import { ServiceError } from '../../../wire/errors';
import type { QueueOrder } from '../../../wire/labelling';
import type { Review } from '../../../wire/reviews';
import { wordsOf } from '../../components/errors';
import { formatCount } from '../../components/format';
import { settleError, showError } from '../../components/notify';
import { amend, forgetAll } from './all/store';
import { note, readNotes, strike, strikeAll } from './journal';
import { countLabelled, storing } from './progress';
import { addStep, type Choice, dropStep, isChecking, prefer, type Step, useLabel } from './store';

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
/** How often everything was replaced: an answer from before speaks of reviews that there may not be any more. */
let replaced = 0;

/** Other reviews come first from now on; the one at hand stays. */
export function orderBy(order: QueueOrder): void {
  prefer({ order });
  const state = useLabel.getState();
  const ahead = state.ahead.filter(belongs).filter(staysFirst);
  useLabel.setState({ ahead, doubted: null, known: state.known && ahead.length > 0 });
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
  const { order, seed } = useLabel.getState();
  const asked = clock;
  const of = replaced;
  const page = await service.reviews.queue({ order, limit: AHEAD, seed });
  // Whoever replaced them has asked again.
  if (of !== replaced) return;
  // A label that was looked at and left as it is does not come again, whatever the model says.
  const reviews = isChecking({ order }) ? page.reviews.filter(({ skipped }) => !skipped) : page.reviews;
  const { order: now, seed: by, ahead } = useLabel.getState();
  if (now !== order || by !== seed) {
    wanted = true;
    return;
  }
  const underWay = reviews.filter(({ id }) => !isSettled(id, asked)).length;
  const doubted = isChecking({ order }) ? page.total - page.skipped - underWay : null;
  const fresh = new Map(reviews.filter(({ id }) => isSettled(id, asked)).map((review) => [review.id, review]));
  const first = ahead.filter(staysFirst).map((review) => fresh.get(review.id) ?? review);
  for (const { id } of first) fresh.delete(id);
  useLabel.setState({ ahead: [...first, ...fresh.values()], known: true, problem: null, doubted, learnt: page.learnt });
}

function staysFirst({ id }: Review, at: number): boolean {
  return at === 0 || returned.has(id);
}

/** It is of the kind that is at hand: with a label where labels are checked, without one otherwise. */
function belongs({ sentiment }: Review): boolean {
  return isChecking(useLabel.getState()) === (sentiment !== null);
}

/** An answer asked for at that time has the review as it is. */
function isSettled(id: string, asked: number): boolean {
  return !pending.has(id) && (changedAt.get(id) ?? 0) <= asked;
}

/** Everything was replaced or deleted. */
export function forgetQueue(): void {
  replaced += 1;
  strikeAll();
  returned.clear();
  forgetAll();
  useLabel.setState({ ahead: [], history: [], known: false, said: '', progress: null, doubted: null });
  refill();
}

/** Gives again what a page that went away may not have stored. Resolves when it is. */
export async function resumeLabels(): Promise<void> {
  const { labels, skipped } = readNotes();
  for (const [sentiment, ids] of labels) {
    try {
      await service.reviews.labelMany(ids, sentiment);
      for (const id of ids) {
        // A label ends that a review is put off: that comes last.
        if (skipped.includes(id)) await service.reviews.skip(id, true).catch(unlessGone);
        strike(id);
      }
    } catch (error) {
      showError(error, 'store the last labels');
    }
  }
}

/** Of a review that was deleted meanwhile nothing is left to be said: its note would be given again at every visit. */
function unlessGone(error: unknown): void {
  if (!isGone(error)) throw error;
}

function isGone(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'not_found';
}

const WORDS: Readonly<Record<Choice, string>> = { 0: 'Labelled negative.', 1: 'Labelled positive.', skip: 'Skipped.' };
const CHECKED: Readonly<Record<Choice, string>> = {
  0: 'Changed to negative.',
  1: 'Changed to positive.',
  skip: 'Left as it is.',
};

/** Labels the review at hand, or puts it off; the next one is there at once. One that has a label keeps or changes it. */
export function decide(choice: Choice): void {
  const [review, ...rest] = useLabel.getState().ahead;
  if (!review) return;
  const step: One = { kind: 'one', review, choice };
  returned.delete(review.id);
  useLabel.setState({ ahead: rest });
  addStep(step);
  count(step, 1);
  say(review.sentiment === null ? WORDS[choice] : CHECKED[keeps(step) ? 'skip' : choice]);
  const kept = choice === 'skip' || choice === review.sentiment;
  note(review.id, { sentiment: kept ? review.sentiment : choice, skipped: kept });
  store(review.id, 'store the label', () => apply(step), { gone: () => dropStep(step), failed: () => revert(step) });
  if (rest.length < FEW) refill();
}

/** What could not be stored is at hand again, unless it was taken back already. */
function revert(step: One): void {
  if (!dropStep(step)) return;
  count(step, -1);
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
  const { review } = step;
  putFirst(review);
  count(step, -1);
  say('Taken back.');
  note(review.id, review);
  store(review.id, 'take the label back', () => takeBack(step), {
    gone: () => leave([review.id]),
    failed: () => {
      // Unless it was labelled anew meanwhile.
      if (!leave([review.id])) return;
      addStep(step);
      count(step, 1);
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
      say(`Taken back: ${step.words}`, { queue: false });
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

/** For those who hear the page: what was done; where it was done in the queue, how many are left and how the text at hand begins. */
export function say(words: string, { queue = true } = {}): void {
  if (!queue) {
    useLabel.setState({ said: words });
    return;
  }
  const { progress, doubted, ahead } = useLabel.getState();
  const open = doubted ?? progress?.left;
  const left = open === undefined ? '' : ` ${formatCount(open)} left.`;
  const text = ahead[0] ? ` Next: ${beginningOf(ahead[0].text, SAID)}` : '';
  useLabel.setState({ said: words + left + text });
}

/** Characters of the next text that are read out. */
const SAID = 300;

function putFirst(review: Review): void {
  // The other kind is at hand by now: it comes in its turn there.
  if (!belongs(review)) return;
  returned.add(review.id);
  useLabel.setState(({ ahead }) => ({ ahead: [review, ...ahead.filter(({ id }) => id !== review.id)] }));
}

/** The label stays as it was: none, where it is put off. */
function keeps({ review, choice }: One): boolean {
  return choice === 'skip' || choice === review.sentiment;
}

/** Done (1), or taken back (-1). */
function count(step: One, by: 1 | -1): void {
  if (step.review.sentiment === null) countLabelled(keeps(step) ? 0 : by);
  else useLabel.setState(({ doubted }) => ({ doubted: doubted === null ? null : Math.max(0, doubted - by) }));
}

async function apply({ review, choice }: One): Promise<void> {
  if (choice === 'skip' || choice === review.sentiment) {
    await service.reviews.skip(review.id, true);
    amend(new Set([review.id]), { skipped: true });
  } else {
    await service.reviews.label(review.id, choice);
    amend(new Set([review.id]), { sentiment: choice, skipped: false });
  }
}

async function takeBack(step: One): Promise<void> {
  const { id, sentiment, skipped } = step.review;
  if (!keeps(step)) await service.reviews.label(id, sentiment);
  // A label ends that a review is put off.
  if (keeps(step) || skipped) await service.reviews.skip(id, skipped);
  amend(new Set([id]), { sentiment, skipped });
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
      if (isGone(error)) gone();
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
