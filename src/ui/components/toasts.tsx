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
}

const COLOUR = { info: 'petrol', warning: 'yellow', error: 'red' } as const;

export function hideToast(id: string): void {
  notifications.hide(id);
}

export function showToast({ id, level, title, body }: Toast): void {
  notifications.hide(id);
  notifications.show({
    id,
    title,
    message: body,
    color: COLOUR[level],
    role: level === 'error' ? 'alert' : 'status',
    // Errors stay until they are read.
    autoClose: level === 'error' ? false : 8000,
    closeButtonProps: { 'aria-label': 'Close this message' },
  });
}
