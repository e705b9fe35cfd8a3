// Our own part of what runs in the sandbox, as texts: they are linked as the module's scripts are.

import bytes from '../../ml/bytes.ts?raw';
import errors from '../../ml/modules/errors.ts?raw';
import memoryDir from '../../ml/modules/memory-dir.ts?raw';
import paths from '../../ml/modules/paths.ts?raw';
import limits from '../limits.ts?raw';
import lines from '../lines.ts?raw';
import dir from './dir.ts?raw';
import log from './log.ts?raw';
import main from './main.ts?raw';
import soFar from './so-far.ts?raw';
import stack from './stack.ts?raw';
import steps from './steps.ts?raw';

export const INSIDE_ENTRY = 'sandbox/inside/main.ts';

/** By their paths under src/. */
export const INSIDE: ReadonlyMap<string, string> = new Map([
  [INSIDE_ENTRY, main],
  ['sandbox/inside/dir.ts', dir],
  ['sandbox/inside/log.ts', log],
  ['sandbox/inside/so-far.ts', soFar],
  ['sandbox/inside/stack.ts', stack],
  ['sandbox/inside/steps.ts', steps],
  ['sandbox/limits.ts', limits],
  ['sandbox/lines.ts', lines],
  ['ml/bytes.ts', bytes],
  ['ml/modules/errors.ts', errors],
  ['ml/modules/memory-dir.ts', memoryDir],
  ['ml/modules/paths.ts', paths],
]);
