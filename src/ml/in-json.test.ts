// JSON nested thousands of levels deep is shown in short or refused in words, and never ends the stack.

import { describe, expect, it } from 'vitest';
import { parseConfig } from './bert/config';
import { EncoderError } from './bert/errors';
import { shown } from './formats/files';
import { inJson } from './in-json';
import { splitCombined } from './text/combined/files';

/** Which JSON.parse reads. */
const DEEP: unknown = JSON.parse(`${'['.repeat(60_000)}${']'.repeat(60_000)}`);

describe('a value in JSON', () => {
  it('is as JSON has it', () => {
    expect([1, 'a', null, [{}], undefined].map(inJson)).toEqual(['1', '"a"', 'null', '[{}]', '']);
  });

  it('that is nested too deeply is said to be', () => {
    expect(() => JSON.stringify(DEEP)).toThrow(RangeError);
    expect(inJson(DEEP)).toContain('too deeply');
    expect(shown(DEEP)).toContain('too deeply');
  });

  it('of any depth in a configuration is refused in words', () => {
    expect(() => parseConfig({ hidden_size: DEEP })).toThrow(EncoderError);
    const offset = `{"encoder": 1, "ngram": 1, "offset": ${'['.repeat(60_000)}${']'.repeat(60_000)}}`;
    const files = new Map([['combined.json', new TextEncoder().encode(offset)]]);
    expect(() => splitCombined(files)).toThrow(EncoderError);
    expect(() => parseConfig({ vocab_size: 8, hidden_size: 8, hidden_act: DEEP })).toThrow(EncoderError);
  });
});
