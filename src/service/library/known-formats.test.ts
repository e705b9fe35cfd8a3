// Against what is said of the files themselves; the other kinds are in library.test.ts.

import { expect, it } from 'vitest';
import { COMBINED_FILE } from '../../ml/text/combined/files';
import { WEIGHTS_FILE } from '../../ml/text/encoder/files';
import { NGRAM_FILE } from '../../ml/text/ngram/file';
import { formatsOf } from './formats';
import { knownFormats, textStructure } from './known-formats';

it.each([
  ['encoder', [WEIGHTS_FILE]],
  ['ngram', [NGRAM_FILE]],
  ['combined', [COMBINED_FILE, `encoder/${WEIGHTS_FILE}`, `ngram/${NGRAM_FILE}`]],
])('a text model that is %s has the formats of its files', (architecture, names) => {
  const files = new Map(names.map((name) => [name, new Uint8Array(0)]));
  const read = formatsOf({ kind: 'text', files }).map(({ id }) => id);
  expect(knownFormats(textStructure(architecture))).toEqual(read);
});

it('one of which nothing is known can be had as an archive', () => {
  expect(knownFormats(textStructure(undefined))).toEqual(['archive']);
});
