// Messages to the person. An error says what happened, what is safe and what to do.

import type { ReactNode } from 'react';
import { type ErrorCode, ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import { wordsOf } from './errors';
import classes from './notify.module.css';
import type { Toast } from './toasts';

/** After what happened: what is safe and what to do, by the kind of error. */
const ADVICE: Readonly<Record<ErrorCode, ReactNode>> = {
  invalid: 'Nothing was changed. Correct it and try again.',
  malformed: 'It could not be read, and nothing was changed. Check that it is complete and of the right kind.',
  not_found: 'Everything else is as it was. It may have been deleted in another tab.',
  // What stands in the way, and what would help, is in the message: a name that is taken, work under way …
  conflict: 'Nothing was changed.',
  too_large: 'Nothing was changed. Use less at a time.',
  busy: 'Nothing was changed. Try again in a moment.',
  unsupported_type: 'Nothing was changed.',
  not_acceptable: 'Nothing was changed.',
  quota: (
    <>
      What was stored before is safe. Free some space on <a href="#/data">This device</a>, or download a back-up there.
    </>
  ),
  unavailable: 'What you have is saved on this device. Reload the page to start the engine again.',
  internal: (
    <>
      What you have is saved on this device. Reload the page; if it happens again, take a back-up on{' '}
      <a href="#/data">This device</a>.
    </>
  ),
};

/** Shown details; the rest are counted. */
const MAX_DETAILS = 3;

/** Errors of things that people may do again, by what was being done. */
const unsettled = new Set<string>();

/** Shows an error. `doing` completes "Could not …": "save the model". */
export function showError(error: unknown, doing?: string): void {
  const code = error instanceof ServiceError ? error.code : 'internal';
  const message = wordsOf(error);
  const all = error instanceof ServiceError ? error.details : [];
  // A single fault is often told by the message already.
  const details = all.length === 1 && message.includes(all[0]!.message) ? [] : all;
  if (doing) unsettled.add(doing);
  show({
    level: 'error',
    // The same again replaces the first, so that a loop of errors cannot flood the screen.
    id: `error:${doing ?? message}`,
    title: doing ? `Could not ${doing}` : 'Something went wrong',
    body: (
      <div className={classes.body} data-testid="error-notice">
        <p>{message}</p>
        {details.length > 0 && (
          <ul>
            {details.slice(0, MAX_DETAILS).map((detail) => (
              <li key={`${detail.field}:${detail.message}`}>
                {detail.field && <code>{detail.field}</code>} {detail.message}
              </li>
            ))}
            {details.length > MAX_DETAILS && <li>and {details.length - MAX_DETAILS} more</li>}
          </ul>
        )}
        <p className={classes.advice}>{ADVICE[code]}</p>
      </div>
    ),
  });
}

/** What could not be done has been done now: its error has no more to say. */
export function settleError(doing: string): void {
  if (!unsettled.delete(doing)) return;
  import('./toasts').then(
    ({ hideToast }) => hideToast(`error:${doing}`),
    // It was never shown, for want of the same module.
    () => {},
  );
}

/** Shows what the engine has to say. */
export function showNotice(notice: Notice): void {
  show({ level: notice.level, id: `notice:${notice.title}`, title: notice.title, body: notice.message });
}

/** Says quietly that something was done. */
export function showDone(title: string, body?: ReactNode): void {
  show({ level: 'info', id: `done:${title}`, title, body });
}

function show(toast: Toast): void {
  import('./toasts').then(
    ({ showToast }) => showToast(toast),
    // The network went away before the app was stored: the console is what is left.
    (reason: unknown) => console.error(toast.title, toast.body, reason),
  );
}
