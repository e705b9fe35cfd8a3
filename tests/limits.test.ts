// Limits in bytes are what their words say: sizes are decimal, wherever they are told.

import { expect, it } from 'vitest';
import { formatBytes, formatTooLarge } from '../src/ml/bytes';
import { ARCHIVE_LIMITS } from '../src/ml/modules';
import { SANDBOX_LIMITS } from '../src/sandbox/limits';
import { LIMITS } from '../src/service/datasets/import/limits';
import { IMAGES } from '../src/service/images/limits';
import { MAX_MODEL_BYTES } from '../src/service/reviews/sizes';
import { MAX_BODY_BYTES, MAX_FILE_BYTES } from '../src/wire/limits';
import { STREAM_LIMITS } from '../src/wire/stream-limits';

const TOLD = [
  ...[MAX_BODY_BYTES, MAX_FILE_BYTES, MAX_MODEL_BYTES, ARCHIVE_LIMITS.packed, ARCHIVE_LIMITS.unpacked],
  ...[LIMITS.unpacked, LIMITS.json, IMAGES.file, IMAGES.bytes],
  ...[STREAM_LIMITS.pushed_bytes, STREAM_LIMITS.file_bytes, STREAM_LIMITS.json_bytes],
  ...[SANDBOX_LIMITS.fileBytes, SANDBOX_LIMITS.answerBytes, SANDBOX_LIMITS.scriptBytes],
];

it.each(TOLD)('%d bytes are told whole', (bytes) => {
  const [figure, unit = ''] = formatBytes(bytes).split(' ');
  expect(Number(`${figure}${{ MB: 'e6', GB: 'e9' }[unit]}`)).toBe(bytes);
  expect(formatTooLarge(bytes + 1)).not.toBe(formatBytes(bytes));
});

it('a model that is kept may leave and come in again, by the REST door too', () => {
  expect(ARCHIVE_LIMITS.packed).toBe(MAX_MODEL_BYTES);
  expect(MAX_FILE_BYTES).toBe(MAX_MODEL_BYTES);
});
