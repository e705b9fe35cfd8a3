// The queue under the person's hands. Choices count at once and are stored behind the back, in order; the next
// reviews are fetched ahead, so that nobody waits. What could not be stored comes back with a message.

import { service } from '../../../client';
import { ServiceError } from '../../../wire/errors';
import type { QueueOrder } from '../../../wire/labelling';
import type { Review } from '../../../wire/reviews';
import { settleError, showError } from '../../components/notify';
import { wordsOf } from '../scoring';
import { type Choice, type Done, useLabel } from './store';

/** Reviews fetched ahead, and how few are left when more are fetched. */
const AHEAD = 24;
const FEW = 12;

/** Stored one after the other, in the order they were chosen. */
let tail: Promise<unknown> = Promise.resolve();
/** Chosen, and not stored yet: the queue still has them. */
const pending = new Set<string>();
let fetching: Promise<void> | null = null;

/** Other reviews come first from now on; the one at hand stays. */
export function orderBy(order: QueueOrder): void {
  useLabel.setState({ order, ahead: useLabel.getState().ahead.slice(0, 1) });
  void refill();
}

/** Fetches what comes next; the review at hand stays under the hands. */
export function refill(): Promise<void> {
  fetching ??= tail.then(fetchAhead).finally(() => {
    fetching = null;
  });
  return fetching;
}

let heard = '';

/** Fetches what comes next, once for each piece of news. */
export function refillFor(news: string): void {
  if (news === heard) return;
  heard = news;
  void refill();
}

async function fetchAhead(): Promise<void> {
  const { order } = useLabel.getState();
  try {
    const { reviews } = await service.reviews.queue({ order, limit: AHEAD + 1 });
    const { order: now, ahead } = useLabel.getState();
    if (now !== order) return fetchAhead();
    const [hand] = ahead;
    const next = reviews.filter(({ id }) => !pending.has(id) && id !== hand?.id);
    useLabel.setState({ ahead: hand ? [hand, ...next] : next, known: true, problem: null });
  } catch (error) {
    useLabel.setState({ problem: wordsOf(error) });
  }
}

/** Everything was replaced or deleted. */
export function forgetQueue(): void {
  pending.clear();
  useLabel.setState({ ahead: [], history: [], known: false, said: '' });
  void refill();
}

const WORDS: Readonly<Record<string, string>> = { 0: 'Labelled negative', 1: 'Labelled positive', skip: 'Skipped' };

/** Labels the review at hand, or puts it off; the next one is there at once. */
export function decide(choice: Choice): void {
  const { ahead, history } = useLabel.getState();
  const [review, ...rest] = ahead;
  if (!review) return;
  const done = { review, choice };
  pending.add(review.id);
  useLabel.setState({ ahead: rest, history: [...history, done], said: `${WORDS[choice]}.` });
  send(
    'keep the label',
    review,
    () => store(done),
    () => {
      const now = useLabel.getState();
      useLabel.setState({ ahead: [review, ...now.ahead], history: now.history.filter((one) => one !== done) });
    },
  );
  if (rest.length < FEW) void refill();
}

/** Takes back the latest choice; again, the one before. */
export function undo(): void {
  const { ahead, history } = useLabel.getState();
  const done = history.at(-1);
  if (!done) return;
  const { review, choice } = done;
  useLabel.setState({ ahead: [review, ...ahead], history: history.slice(0, -1), said: 'Taken back.' });
  const takeBack = () =>
    choice === 'skip' ? service.reviews.skip(review.id, false) : service.reviews.label(review.id, null);
  send('take it back', review, takeBack, () => {
    const now = useLabel.getState();
    useLabel.setState({ ahead: now.ahead.filter((one) => one !== review), history: [...now.history, done] });
  });
}

function store({ review, choice }: Done): Promise<void> {
  return choice === 'skip' ? service.reviews.skip(review.id, true) : service.reviews.label(review.id, choice);
}

function send(doing: string, { id }: Review, work: () => Promise<void>, revert: () => void): void {
  tail = tail.then(work).then(
    () => {
      pending.delete(id);
      settleError(doing);
    },
    (error: unknown) => {
      pending.delete(id);
      // Deleted in another tab: it must not come back.
      if (!(error instanceof ServiceError && error.code === 'not_found')) revert();
      showError(error, doing);
    },
  );
}
