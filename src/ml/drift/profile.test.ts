// A profile counts what it says it counts, comes back from its bytes, and refuses others.

import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { words } from '../text/ngram/words';
import { buildProfile, frequentWords, type Observed, sampleOf } from './profile';
import { decodeProfile, encodeProfile, ProfileError } from './profile-file';

const TEXTS = ['The cat sat. The cat ran!', 'A cat, the Zürich cat', '', 'Solitary words'];

function observed(n: number, d = 3): Observed {
  const rng = new Rng(7);
  return {
    scores: Array.from({ length: n }, () => rng.uniform()),
    labels: Array.from({ length: n }, (_, i) => (i % 3) - 1),
    embeddings: { d, data: Float32Array.from({ length: n * d }, () => rng.normal()) },
  };
}

const make = (learnt = true) => buildProfile(TEXTS, observed(4), { about: 'Four texts', learnt });

describe('a profile', () => {
  it('has the words of two texts and more as its vocabulary, all others together at its end', () => {
    const { vocabulary, sample } = make();
    // the: 3 times in two texts · cat: 4 in two · "a", "zurich", "!", "sat" … in one only
    expect(vocabulary).toEqual(['cat', 'the']);
    const total = TEXTS.reduce((sum, text) => sum + words(text).length, 0);
    expect([...sample.tokens]).toEqual([4, 3, total - 7]);
    expect([...sample.lengths]).toEqual(TEXTS.map((text) => words(text).length));
  });

  it('counts as unknown what no other text has, of texts that were learnt from', () => {
    const { sample } = make();
    // the cat sat the cat ran ! · a cat the zurich cat · nothing · solitary words
    expect([...sample.unknown]).toEqual([3 / 7, 2 / 5, 0, 1]);
    const elsewhere = buildProfile(TEXTS, observed(4), {
      about: '',
      learnt: true,
      known: words('sat words').map(({ print }) => print),
    });
    expect([...elsewhere.sample.unknown]).toEqual([2 / 7, 2 / 5, 0, 1 / 2]);
  });

  it('counts as unknown what is not known elsewhere, of texts that were held out', () => {
    const known = frequentWords(['the cat', 'the dog', 'the'], 2);
    const held = buildProfile(TEXTS, observed(4), { about: '', learnt: false, known });
    const strange = 1 - 2 / 7;
    expect([strange, 1 - 4 / 7]).toContain(held.sample.unknown[0]);
    expect(held.known).toHaveLength(2);
    expect([...held.sample.unknown]).toEqual([...sampleOf(TEXTS, observed(4), held).unknown]);
  });

  it('measures other texts by its own words', () => {
    const profile = make();
    const sample = sampleOf(['THE CÂT meows', 'dogs'], observed(2), profile);
    expect([...sample.tokens]).toEqual([1, 1, 2]);
    expect([...sample.unknown]).toEqual([1 / 3, 1]);
    expect(sample.n).toBe(2);
    expect(sampleOf([], { scores: [], labels: [], embeddings: { d: 0, data: new Float32Array() } }, profile).n).toBe(0);
  });

  it('finds every word of its vocabulary again, in any script', () => {
    const texts = ['Straße ΣΊΣΥΦΟΣ naïve don’t İstanbul', 'STRASSE Σίσυφος naive dont İstanbul 日本語 日本語'];
    const { vocabulary, sample } = buildProfile(texts, observed(2), { about: '', learnt: true });
    expect(vocabulary).toContain('naive');
    expect(vocabulary).toContain('dont');
    expect(new Set(vocabulary).size).toBe(vocabulary.length);
    vocabulary.forEach((_, i) => {
      expect(sample.tokens[i]).toBeGreaterThan(1);
    });
  });
});

describe('its bytes', () => {
  it('say the same, embeddings to within a step of their scale', () => {
    for (const profile of [make(), make(false), empty(), large()]) {
      const again = decodeProfile(encodeProfile(profile));
      const { embeddings, scores, ...counts } = profile.sample;
      const { vocabulary, known, about, vocabulary_null } = profile;
      expect(again).toMatchObject({ vocabulary, known, about, vocabulary_null });
      expect(again.sample).toMatchObject({ ...counts, scores: Float64Array.from(scores, Math.fround) });
      const { n, d, data } = again.sample.embeddings;
      expect([n, d]).toEqual([embeddings.n, embeddings.d]);
      data.forEach((value, i) => {
        const row = embeddings.data.subarray(Math.floor(i / d) * d, (Math.floor(i / d) + 1) * d);
        const step = Math.max(...row.map(Math.abs)) / 127;
        expect(Math.abs(value - embeddings.data[i])).toBeLessThanOrEqual(step * 0.5001);
      });
    }
  });

  it('may hold fewer scores and embeddings than texts', () => {
    const some = { ...observed(4), scores: [0.25], embeddings: { d: 2, data: new Float32Array([1, -1]) } };
    const { sample } = decodeProfile(encodeProfile(buildProfile(TEXTS, some, { about: '', learnt: true })));
    expect([sample.n, sample.scores.length, sample.embeddings.n]).toEqual([4, 1, 1]);
  });

  it('are refused when a single one is wrong, missing or too many', () => {
    const bytes = encodeProfile(make());
    for (let at = 0; at < bytes.length; at++) {
      const wrong = bytes.slice();
      wrong[at] ^= 0x11;
      expect(() => decodeProfile(wrong)).toThrow(ProfileError);
    }
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeProfile(bytes.slice(0, length))).toThrow(ProfileError);
    }
    expect(() => decodeProfile(Uint8Array.from([...bytes, 0]))).toThrow(ProfileError);
  });
});

function empty() {
  const none = { scores: [], labels: [], embeddings: { d: 0, data: new Float32Array() } };
  return buildProfile([], none, { about: 'Nothing', learnt: true });
}

/** Enough texts to be parted. */
function large() {
  const rng = new Rng(3);
  const texts = Array.from({ length: 60 }, () => Array.from({ length: 20 }, () => `w${rng.integer(50)}`).join(' '));
  const profile = buildProfile(texts, observed(60), { about: 'Sixty', learnt: true });
  expect(profile.vocabulary_null).toHaveLength(1);
  return profile;
}
