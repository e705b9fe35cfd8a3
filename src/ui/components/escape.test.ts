// When Escape closes a form.

import { expect, it } from 'vitest';
import { isEscape } from './escape';

const press = (key: string, isComposing: boolean) => isEscape({ key, nativeEvent: { isComposing } as KeyboardEvent });

it('is Escape alone, and not while an input method writes', () => {
  expect(press('Escape', false)).toBe(true);
  expect(press('Escape', true)).toBe(false);
  expect(press('Enter', false)).toBe(false);
});
