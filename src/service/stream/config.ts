// Whether a configuration of a stream is in order, in words that name the field.

import { parseWith } from '../../wire/schemas';
import type { StreamConfig } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { streamConfigSchema } from '../../wire/stream-schemas';

/** ServiceError 'invalid', with the fields at fault. */
export function checkConfig(config: unknown): StreamConfig {
  return parseWith(streamConfigSchema, config);
}

/** What was kept, or the defaults where that is none. */
export function restoredConfig(kept: unknown): StreamConfig {
  const parsed = streamConfigSchema.safeParse(kept);
  return parsed.success ? parsed.data : DEFAULT_STREAM_CONFIG;
}
