// Arguments of a training as they are typed in one line: parted by blanks, with quotes around what has blanks in it, as in
// a shell.

export type Arguments =
  | { readonly ok: true; readonly args: readonly string[] }
  /** A sentence. */
  | { readonly ok: false; readonly message: string };

export function argsOf(text: string): Arguments {
  const args: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && /["\\]/.test(text[i + 1] ?? '')) word = `${word}${text[++i]}`;
      else word = `${word}${char}`;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) args.push(word);
      word = null;
    } else {
      word = `${word ?? ''}${char}`;
    }
  }
  if (quote !== '') return { ok: false, message: `A quote ${quote} is not closed.` };
  if (word !== null) args.push(word);
  return { ok: true, args };
}

/** `argsOf` makes the same of it again. */
export function textOf(args: readonly string[]): string {
  return args.map((arg) => (/^[^\s"']+$/.test(arg) ? arg : `"${arg.replace(/["\\]/g, '\\$&')}"`)).join(' ');
}
