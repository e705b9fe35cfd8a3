// When what stands in a field of a number is committed, and as which number.

import { expect, it, vi } from 'vitest';
import { settle } from './NumberField';

function settled(text: string, value: number | null, clears = false) {
  const [onCommit, onClear, setDraft] = [vi.fn<(value: number) => void>(), vi.fn(), vi.fn<(text: string) => void>()];
  settle(text, { value, min: 1, max: 50, onCommit, ...(clears ? { onClear } : {}) }, setDraft);
  return {
    committed: onCommit.mock.calls.flat(),
    cleared: onClear.mock.calls.length,
    draft: setDraft.mock.lastCall?.[0],
  };
}

it('leaves a number that nobody touched as it is, however it was set', () => {
  for (const value of [0.1, 12.5, 7, 200]) {
    expect(settled(String(value), value)).toEqual({ committed: [], cleared: 0, draft: undefined });
  }
  expect(settled('', null, true)).toEqual({ committed: [], cleared: 0, draft: undefined });
});

it.each([
  ['12', [12], '12'],
  ['12.4', [12], '12'],
  ['0', [1], '1'],
  ['99', [50], '50'],
  ['7.2', [], '7'],
])('takes %s as the whole number within the bounds', (text, committed, draft) => {
  expect(settled(text, 7)).toEqual({ committed, cleared: 0, draft });
});

it('goes back to its number when it is left empty, or is cleared where it may be', () => {
  expect(settled(' ', 7)).toEqual({ committed: [], cleared: 0, draft: '7' });
  expect(settled('', 7, true)).toEqual({ committed: [], cleared: 1, draft: undefined });
});
