// Once there is work of the person's own, the browser is asked to keep it when the disk runs short; the answer is said once.

import { persistQuietly } from '../../client';
import { showDone } from '../components/notify';
import { browserStorage } from './label/prefs';

/** Labels that would be a pity to lose. */
export const MANY_LABELS = 20;

/** That it declined was said before. */
const SAID = 'millrace:not-kept';

let asked = false;

/** Once a visit: what was declined may be granted to a site that is used more. */
export async function askToKeep(): Promise<void> {
  if (asked) return;
  asked = true;
  const kept = await persistQuietly().catch(() => null);
  if (kept) showDone('Kept', 'The browser deletes what you have here only when you say so.');
  if (kept !== false || browserStorage()?.getItem(SAID)) return;
  note();
  showDone(
    'Kept while there is room',
    'The browser may delete it when the disk runs short. A back-up, under This device, is safe.',
  );
}

function note(): void {
  try {
    browserStorage()?.setItem(SAID, 'yes');
  } catch {
    // Storage is full: it is said again on the next visit.
  }
}
