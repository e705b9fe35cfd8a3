// What an error's message says besides what happened.

import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { ServiceError } from '../../wire/errors';
import { showError } from './notify';
import type { Toast } from './toasts';

const showToast = vi.fn<(toast: Toast) => void>();
vi.mock('./toasts', () => ({ showToast, hideToast: () => {} }));

async function told(error: unknown): Promise<string> {
  showToast.mockClear();
  showError(error, 'save the model');
  await vi.waitFor(() => expect(showToast).toHaveBeenCalled());
  return renderToStaticMarkup(showToast.mock.lastCall?.[0].body as ReactElement).replaceAll(/<[^>]*>/g, ' ');
}

it('says of a conflict what is safe; what to do differs, and is the message’s to say', async () => {
  const text = await told(new ServiceError('conflict', 'There is a model of that name: choose another.'));
  expect(text).toContain('There is a model of that name: choose another.');
  expect(text).toContain('Nothing was changed.');
  expect(text).not.toMatch(/work under way|stop it/);
});
