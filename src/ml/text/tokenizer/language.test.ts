// By the shipped vocabulary: what is English is left alone, however it is written; what is not is noticed.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROBE } from '../../samples/probe';
import { FOREIGN } from './language.fixture';
import { parseVocabulary } from './vocabulary';
import { WordPieceTokenizer } from './wordpiece';

const vocabulary = readFileSync('public/models/small/vocab.txt', 'utf8');
const tokenizer = new WordPieceTokenizer(parseVocabulary(vocabulary));
const seemsForeign = (text: string) => tokenizer.seemsForeign(tokenizer.pieces(text), text);

describe('a text that seems not to be in English', () => {
  it.each(Object.entries(FOREIGN))('is one in %s', (_language, sentences) => {
    expect(sentences.filter((sentence) => !seemsForeign(sentence))).toEqual([]);
    expect(seemsForeign(sentences.join(' '))).toBe(true);
  });

  it.each([
    'Очень хороший фильм, мне он понравился, всем советую посмотреть',
    'Η ταινία ήταν πολύ μεγάλη και βαρετή για μένα',
    'これは本当に素晴らしい映画でした、また見たいです',
    '영화가 너무 길고 재미가 없었어요 정말 실망했습니다',
    'الفيلم طويل جدا والممثلون غير مقنعين على الإطلاق',
  ])('is one in another script: %s', (text) => {
    expect(seemsForeign(text)).toBe(true);
  });

  it('is one that quotes English, but not an English one that quotes another', () => {
    const [german] = FOREIGN.German;
    expect(seemsForeign(`${german} “Terminator” ist besser.`)).toBe(true);
    expect(seemsForeign(`It is called “Die unendliche Geschichte”, and I have loved it since I was very small.`)).toBe(
      false,
    );
  });

  it('is hardly any of the short reviews that come with the app', () => {
    expect(PROBE.filter(({ text }) => seemsForeign(text)).length).toBeLessThanOrEqual(2);
  });

  it.each([
    [
      'slang and names',
      'lol dat movie wuz sooo baaad smh, Schwarzenegger and his Terminators are the worst thing ever',
    ],
    ['names', 'Michelle Pfeiffer and Jeremy Renner are wonderful in this, and Schwarzenegger is not.'],
    ['a title and names alone, as too few words', 'Nosferatu, Schreck, Murnau: unübertroffen!'],
    ['marks, numbers and pictures', '10/10 !!! 👍🏽👍🏽 1984 — 2001 … 12:30, 7.5/10 ;-) €49,99'],
    ['nothing', ''],
  ])('is none of %s', (_name, text) => {
    expect(seemsForeign(text)).toBe(false);
  });
});
