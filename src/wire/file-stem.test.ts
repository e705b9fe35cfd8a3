// Names of files that leave, whatever the model is called.

import { expect, it } from 'vitest';
import { fileStem } from './file-stem';

it.each([
  ['A model: the 2nd', 'A-model-the-2nd'],
  ['../up', 'up'],
  ['U\u0308ber', 'Über'],
  [' ?/\n ', 'model'],
  [`${'x'.repeat(149)} y`, 'x'.repeat(149)],
  [`${'x'.repeat(149)}😀`, 'x'.repeat(149)],
  ['漢'.repeat(100), '漢'.repeat(66)],
  ['con', '_con'],
  ['LPT1.old', '_LPT1.old'],
  ['Console', 'Console'],
])('%j leaves as %j', (name, stem) => expect(fileStem(name, 'model')).toBe(stem));
