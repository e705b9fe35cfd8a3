// What a training has written so far: what could not be kept of one is kept for none that comes after it.

import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { LeftFiles } from './left-files';

/** As of a tab that ended before all of it had come over. */
const broken = () => Object.assign(new Blob(['1']), { arrayBuffer: () => Promise.reject(new Error('gone')) });

it('is that of the training that is on, whatever could not be kept of the one before', async () => {
  const left = new LeftFiles();
  left.take('a', [{ path: 'weights.json', file: new Blob(['1']) }]);
  expect(await left.paths('a')).toEqual(['weights.json']);
  left.take('a', [{ path: 'weights.json', file: broken() }]);
  expect(new TextDecoder().decode((await left.files('a')).get('weights.json'))).toBe('1');
  left.goOn();
  left.take('a', [{ path: 'log.json', file: new Blob(['2']) }]);
  expect(await left.paths('a')).toEqual(['log.json', 'weights.json']);

  left.take('a', [{ path: 'more.json', file: broken() }]);
  left.goOn();
  left.take('b', [{ path: 'other.json', file: new Blob(['3']) }]);
  expect(await left.paths('b')).toEqual(['other.json']);
});
