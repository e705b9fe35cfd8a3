// BERT's basic tokenisation (Devlin et al. 2019, uncased): a text as the words that pieces are cut from.

import { characters } from './characters';

/** A word as it became, with the place in the text of each of its units. */
export class Word {
  text = '';
  private starts: number[] = [];
  private ends: number[] = [];

  add(becomes: string, start: number, end: number): void {
    this.text += becomes;
    for (let i = 0; i < becomes.length; i++) {
      this.starts.push(start);
      this.ends.push(end);
    }
    // An accent that is left out still belongs to its letter.
    if (becomes === '' && this.ends.length > 0) this.ends[this.ends.length - 1] = end;
  }

  start(unit: number): number {
    return this.starts[unit] ?? 0;
  }

  end(unit: number): number {
    return this.ends[unit] ?? 0;
  }

  clear(): void {
    this.text = '';
    this.starts = [];
    this.ends = [];
  }
}

/** Words and marks in order. The word handed over is used again for the next: take from it what is to be kept. */
export function basicWords(text: string, visit: (word: Word) => void): void {
  const word = new Word();
  const finish = () => {
    if (word.text !== '') visit(word);
    word.clear();
  };
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i) ?? 0;
    const end = i + (code > 0xffff ? 2 : 1);
    for (const { kind, text: becomes } of characters(text, i, code)) {
      if (kind === 'gone') continue;
      if (kind !== 'word') finish();
      if (kind !== 'space') word.add(becomes, i, end);
      if (kind === 'alone') finish();
    }
    i = end;
  }
  finish();
}
