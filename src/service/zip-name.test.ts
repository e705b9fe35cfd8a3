import { describe, expect, it } from 'vitest';
import { nameInZip } from './zip-name';

describe('a name in a zip', () => {
  it('is UTF-8 where that is said, or where it can be', () => {
    const bytes = new TextEncoder().encode('Äpfel/größer.txt');
    expect(nameInZip(bytes, true)).toBe('Äpfel/größer.txt');
    expect(nameInZip(bytes, false)).toBe('Äpfel/größer.txt');
  });

  it('is in the Western alphabet where it can be no UTF-8', () => {
    expect(nameInZip(Uint8Array.of(0xc4, 0x70, 0x66, 0x65, 0x6c), false)).toBe('Äpfel');
    // Nothing is refused for its name here: whoever says UTF-8 and lies gets what can be read.
    expect(nameInZip(Uint8Array.of(0xc4, 0x70), true)).toBe('\ufffdp');
  });
});
