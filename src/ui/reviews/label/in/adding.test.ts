// Pasted text is a review a line, whatever ends its lines.

import { describe, expect, it } from 'vitest';
import { linesOf } from './adding';

describe('pasted lines', () => {
  it('are a review each, whatever ends them', () => {
    expect(linesOf('one\r\n\r\n two \rthree\n')).toEqual(['one', 'two', 'three']);
    expect(linesOf(' \n ')).toEqual([]);
  });
});
