// The text under the person's hands: whatever changes it – typing, an example, the stored draft – comes through
// here, is scored at once, explained when it rests, and kept as the draft.

import { service } from '../../client';
import { MAX_REVIEW_CHARACTERS } from '../../wire/limits';
import { showError } from '../components/notify';
import { explainSoon } from './explain/explaining';
import { scoreAll } from './scoring';
import { useReviews } from './store';

/** Milliseconds of rest after which the draft is stored. */
const DRAFT_REST = 300;

let timer: ReturnType<typeof setTimeout> | null = null;

/** The field's text as it is now. */
export function typed(text: string): void {
  if (text === useReviews.getState().text) return;
  useReviews.setState({ text, touched: true, word: null });
  follow();
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(saveDraftNow, DRAFT_REST);
}

/** Puts another text into the field. */
export function placeText(text: string): void {
  const { placed } = useReviews.getState();
  useReviews.setState({ placed: placed + 1 });
  // As the field itself would give it back.
  typed(text.replace(/\r\n?/g, '\n'));
}

/** The text of the last visit, unless the person was faster. */
export function restoreDraft(draft: string): void {
  const { touched, placed } = useReviews.getState();
  if (touched) return;
  useReviews.setState({ text: draft, touched: true, placed: placed + 1 });
  follow();
}

/** Stores the draft without waiting for a rest: the page may be about to go. */
export function saveDraftNow(): void {
  if (timer === null) return;
  clearTimeout(timer);
  timer = null;
  const { text } = useReviews.getState();
  if (text.length > MAX_REVIEW_CHARACTERS) return;
  service.reviews.saveDraft(text).catch((error: unknown) => showError(error, 'keep the draft'));
}

function follow(): void {
  scoreAll();
  explainSoon();
}
