import { describe, expect, it } from 'vitest';
import { readPrefs } from './prefs';
import { FIRST_ARRANGEMENT } from './table/arrange';

describe('readPrefs', () => {
  it('takes what is sound, and the rest as at first', () => {
    const text = JSON.stringify({
      columns: ['best'],
      sort: 'name',
      group: 'nonsense',
      axis: 'time',
      smoothing: 2,
      tell: 1,
    });
    expect(readPrefs(text)).toEqual({
      arrangement: { ...FIRST_ARRANGEMENT, columns: ['best'], sort: 'name' },
      axis: 'time',
    });
  });

  it.each([null, '', '{', 'null', '3'])('takes nothing from %j', (text) => {
    expect(readPrefs(text)).toEqual({ arrangement: FIRST_ARRANGEMENT });
  });
});
