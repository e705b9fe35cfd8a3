// How the list of runs was left, read from a note that may be damaged or of another version.

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

  it('drops columns that there are not, and does not sort by one', () => {
    const columns = ['epochs', 'final:val_acc', 'moon', 3, 'best:a:b'];
    const { arrangement } = readPrefs(JSON.stringify({ columns, sort: 'moon' }));
    expect(arrangement).toEqual({ ...FIRST_ARRANGEMENT, columns: ['epochs', 'final:val_acc', 'best:a:b'] });
  });

  it.each([null, '', '{', 'null', '3'])('takes nothing from %j', (text) => {
    expect(readPrefs(text)).toEqual({ arrangement: FIRST_ARRANGEMENT });
  });
});
