// Makes the figures that drift is judged from: a profile of the texts a model was trained on, and a sample of the
// texts that have come in since, counted by the profile's vocabulary. Words are those of the n-gram model.

import { words } from '../text/ngram/words';
import { normalised } from '../text/normal';
import type { Embeddings } from '../text/types';
import type { Profile, TextSample } from './types';
import { vocabularyNull } from './vocabulary';

/** What a model makes of texts. Without a word on them, one place for each text. */
export interface Observed {
  /** 0 negative … 1 positive; of a profile's texts maybe only the first. */
  readonly scores: ArrayLike<number>;
  /** 0, 1, or −1 without a label. */
  readonly labels: ArrayLike<number>;
  /** Of as many texts as there is data for. */
  readonly embeddings: Embeddings;
}

export interface ProfileOptions {
  /** For people. */
  readonly about: string;
  /** Prints of words that the model has met elsewhere; need not be sorted. */
  readonly known?: ArrayLike<number>;
  /** The texts' own words are known, too: the model has learnt from them. Each text is then compared with the others. */
  readonly learnt: boolean;
}

/** Tokens counted one by one, at most. */
const VOCABULARY = 4000;
/** Words known, at most: those that occur in most texts. */
const KNOWN = 60_000;
const SEED = 1;

/** Texts may be any number; the profile's bytes grow with it. */
export function buildProfile(texts: readonly string[], observed: Observed, options: ProfileOptions): Profile {
  const counts = countWords(texts);
  const elsewhere = new Set(Array.from(options.known ?? []));
  const known = new Set(elsewhere);
  if (options.learnt) for (const print of commonest(counts.documents, KNOWN)) known.add(print);
  const vocabulary = chooseVocabulary(texts, counts);
  const reader = { tokens: tokenIndex(vocabulary), known };
  // A word that no other text has would be unknown, had this text not been learnt from.
  const shared = options.learnt
    ? (print: number) => elsewhere.has(print) || (known.has(print) && (counts.documents.get(print) ?? 0) > 1)
    : (print: number) => known.has(print);
  const { sample, places } = measure(texts, observed, reader, shared);
  return {
    sample,
    vocabulary,
    vocabulary_null: vocabularyNull(places, vocabulary.length + 1, SEED),
    known: Uint32Array.from(known).sort(),
    about: options.about,
  };
}

/** The same figures of other texts. */
export function sampleOf(
  texts: readonly string[],
  observed: Observed,
  profile: Pick<Profile, 'vocabulary' | 'known'>,
): TextSample {
  const reader = readerOf(profile);
  return measure(texts, observed, reader, (print) => reader.known.has(print)).sample;
}

interface Reader {
  /** Place in the vocabulary by print. */
  readonly tokens: ReadonlyMap<number, number>;
  readonly known: ReadonlySet<number>;
}

const readers = new WeakMap<object, Reader>();

function readerOf(profile: Pick<Profile, 'vocabulary' | 'known'>): Reader {
  const found = readers.get(profile);
  if (found) return found;
  const reader = { tokens: tokenIndex(profile.vocabulary), known: new Set(profile.known) };
  readers.set(profile, reader);
  return reader;
}

interface Measured {
  readonly sample: TextSample;
  /** In the vocabulary, of each text's tokens. */
  readonly places: readonly Uint16Array[];
}

function measure(
  texts: readonly string[],
  { scores, labels, embeddings }: Observed,
  { tokens }: Pick<Reader, 'tokens'>,
  isKnown: (print: number) => boolean,
): Measured {
  const lengths = new Float64Array(texts.length);
  const unknown = new Float64Array(texts.length);
  const counts = new Float64Array(tokens.size + 1);
  const places = texts.map((text, i) => {
    const found = words(text);
    const own = Uint16Array.from(found, ({ print }) => tokens.get(print) ?? tokens.size);
    for (const place of own) counts[place] += 1;
    const strange = found.filter(({ print }) => !isKnown(print)).length;
    lengths[i] = found.length;
    unknown[i] = found.length === 0 ? 0 : strange / found.length;
    return own;
  });
  const { d, data } = embeddings;
  const sample = {
    n: texts.length,
    scores: Float64Array.from(scores),
    lengths,
    unknown,
    tokens: counts,
    embeddings: { n: d === 0 ? 0 : Math.floor(data.length / d), d, data },
    labels: Int8Array.from(labels),
  };
  return { sample, places };
}

// ---------------------------------------------------------------- words

interface WordCounts {
  /** How often each word occurs, and in how many texts, by print. */
  readonly total: ReadonlyMap<number, number>;
  readonly documents: ReadonlyMap<number, number>;
}

function countWords(texts: readonly string[]): WordCounts {
  const total = new Map<number, number>();
  const documents = new Map<number, number>();
  for (const text of texts) {
    const own = new Set<number>();
    for (const { print } of words(text)) {
      total.set(print, (total.get(print) ?? 0) + 1);
      own.add(print);
    }
    for (const print of own) documents.set(print, (documents.get(print) ?? 0) + 1);
  }
  return { total, documents };
}

/** Prints of the words that occur in most of these texts, the most frequent first; equal ones by print. */
export function frequentWords(texts: readonly string[], limit: number): number[] {
  return commonest(countWords(texts).documents, limit);
}

function commonest(counts: ReadonlyMap<number, number>, limit: number): number[] {
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || a - b)
    .slice(0, limit)
    .map(([print]) => print);
}

/**
 * The most frequent words of at least two texts. What only one text says counts among all other tokens: texts of
 * the same kind bring about as many new words as there are such (Good 1953).
 */
function chooseVocabulary(texts: readonly string[], { total, documents }: WordCounts): string[] {
  const repeated = new Map([...total].filter(([print]) => (documents.get(print) ?? 0) > 1));
  const wanted = commonest(repeated, VOCABULARY);
  const names = new Map<number, string>();
  const missing = new Set(wanted);
  for (const text of texts) {
    if (missing.size === 0) break;
    for (const { print, start, end } of words(text)) {
      if (!missing.delete(print)) continue;
      const name = plain(text.slice(start, end));
      // A word is kept by its name: one whose name is read as another word cannot be found again.
      if (printOf(name) === print) names.set(print, name);
    }
  }
  return wanted.flatMap((print) => names.get(print) ?? []);
}

/** As the n-gram model sees a word: small, without accents and apostrophes. */
function plain(word: string): string {
  return normalised(word.toLowerCase(), 'NFD').replace(/\p{Mn}|['’]/gu, '');
}

/** NaN for what is not one word. */
function printOf(name: string): number {
  const found = words(name);
  return found.length === 1 ? (found[0]?.print ?? Number.NaN) : Number.NaN;
}

function tokenIndex(vocabulary: readonly string[]): Map<number, number> {
  return new Map(vocabulary.map((name, i) => [printOf(name), i]));
}
