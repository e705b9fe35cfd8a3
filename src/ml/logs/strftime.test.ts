// strftime against the C library's, in five zones (scripts/golden_logs.py).

import { describe, expect, it } from 'vitest';
import golden from './golden/strftime.json';
import { strftime, UTC, zoneAt } from './strftime';

describe('strftime', () => {
  it('fills in every directive of C99 as the C library does', () => {
    for (const { seconds, offset, abbreviation, texts } of golden.cases) {
      const date = new Date(seconds * 1000);
      const filled = golden.formats.map((format) => strftime(format, date, { offset, abbreviation }));
      expect(filled).toEqual(texts);
    }
  });

  it('has UTC where no zone is given, and years before 1000 and after 9999', () => {
    expect(strftime('%F %T %z %Z', new Date(0))).toBe('1970-01-01 00:00:00 +0000 UTC');
    expect(strftime('%j %a', new Date('12345-03-01T00:00:00Z'.replace('12345', '+012345')))).toBe('060 Thu');
    expect(strftime('%z', new Date(0), { offset: -12600, abbreviation: '' })).toBe('-0330');
    expect(UTC.offset).toBe(0);
  });

  it('leaves what is no directive as it stands', () => {
    expect(strftime('%Y %k %Ez %Oy %q%', new Date(0))).toBe('1970 %k %Ez 70 %q%');
  });
});

describe('zones', () => {
  it('have the offsets of the C library, summer time and history too', () => {
    for (const { zone, seconds, offset } of golden.cases) {
      expect(zoneAt(new Date(seconds * 1000), zone).offset, `${zone} at ${seconds}`).toBe(offset);
    }
  });

  it('are the platform’s own where none is named, and refused where unknown', () => {
    const date = new Date(1700000000000);
    expect(zoneAt(date).offset).toBe(-date.getTimezoneOffset() * 60 + 0);
    expect(() => zoneAt(date, 'Nowhere/At all')).toThrow(RangeError);
  });
});
