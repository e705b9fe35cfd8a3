// Where messages appear. Loaded when there is a first one to show: it is no part of the first load.

import { notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.layer.css';
import type { ReactNode } from 'react';

export { Notifications } from '@mantine/notifications';

export interface Toast {
  /** The same id again replaces the one on show. */
  readonly id: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly body: ReactNode;
  /** It waits for an answer: it stays until it has one, and comes before messages that are only to be read. */
  readonly stays?: boolean;
}

const COLOUR = { info: 'petrol', warning: 'yellow', error: 'red' } as const;

interface Known {
  readonly stays: boolean;
  /** What had the focus before it. */
  readonly from: Element | null;
}

/** The messages there are, the newest last. */
const known = new Map<string, Known>();

/** Of those that stay, as many at once: older ones are of things that people have moved on from. */
const MOST_STAY = 2;

export function hideToast(id: string): void {
  notifications.hide(id);
}

export function showToast({ id, level, title, body, stays = false }: Toast): void {
  notifications.hide(id);
  if (stays) {
    const staying = [...known.keys()].filter((other) => known.get(other)?.stays);
    for (const old of staying.slice(0, staying.length + 1 - MOST_STAY)) notifications.hide(old);
  }
  known.set(id, { stays, from: document.activeElement });
  notifications.show({
    id,
    title,
    message: body,
    color: COLOUR[level],
    role: level === 'error' ? 'alert' : 'status',
    priority: stays ? 1 : 0,
    // Errors stay until they are read.
    autoClose: stays || level === 'error' ? false : 8000,
    closeButtonProps: { 'aria-label': 'Close this message' },
    onClose: () => {
      if (holdsFocus(id)) leave(id);
      known.delete(id);
    },
  });
}

function holdsFocus(id: string): boolean {
  return document.getElementById(id)?.contains(document.activeElement) ?? false;
}

/** The focus goes back to where it was before; where that is gone, or was nowhere, to the page's heading. */
function leave(id: string): void {
  const from = known.get(id)?.from;
  if (from instanceof HTMLElement && from.isConnected && from !== document.body) from.focus({ preventScroll: true });
  if (!holdsFocus(id)) return;
  const heading = document.querySelector<HTMLElement>('#main h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/** To the newest message on show, and back from any of them; false where there is none. */
function switchFocus(): boolean {
  const newestFirst = [...known.keys()].reverse();
  const at = newestFirst.find(holdsFocus);
  if (at !== undefined) {
    leave(at);
    return true;
  }
  for (const id of newestFirst) {
    const button = document.getElementById(id)?.querySelector('button');
    if (!button) continue;
    known.set(id, { stays: known.get(id)?.stays ?? false, from: document.activeElement });
    button.focus();
    return true;
  }
  return false;
}

// Messages are last in the document: without a key of their own they are the whole page away.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (switchFocus()) event.preventDefault();
});
