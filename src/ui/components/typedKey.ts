// The key that was meant, whatever letters the keyboard writes.

type Typed = Pick<KeyboardEvent, 'key' | 'code'>;

/** A letter of a script that has none of ours, as Greek or Cyrillic. */
const FOREIGN = /^(?!\p{Script=Latin})\p{L}$/u;

const BRACKETS: Readonly<Record<string, string>> = { BracketLeft: '[', BracketRight: ']' };

/** `key`; where the keyboard is of another script, what Latin ones have in that place, in lower case. */
export function typedKey({ key, code }: Typed): string {
  if (!FOREIGN.test(key)) return key;
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : (BRACKETS[code] ?? key);
}
