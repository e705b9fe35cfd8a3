// A stream's set-up as JSON, for links, and back. What comes back was written by anyone: every part is checked, and a fault
// says where it is.

import { ServiceError } from '../../wire/errors';
import { parseWith } from '../../wire/schemas';
import type { StreamConfig } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { streamChangesSchema } from '../../wire/stream-schemas';
import { checkConfig } from './config';

const VERSION = 1;

/** Without the file that is replayed: it is of this device, and is called otherwise on others. */
export function writeSetup({ source, ...rest }: StreamConfig): string {
  const config: StreamConfig = { ...rest, source: { ...source, file: null } };
  return JSON.stringify({ millrace: 'stream', version: VERSION, config });
}

/** Throws ServiceError: 'malformed' when it is no set-up, 'invalid' naming the field otherwise. */
export function readSetup(text: string): StreamConfig {
  const { millrace, version, config } = parse(text);
  if (millrace !== 'stream') throw new ServiceError('malformed', 'This is not a set-up of the Stream page.');
  if (typeof version !== 'number' || !(version >= 1)) throw damaged();
  if (version !== VERSION) {
    throw new ServiceError('invalid', 'This was made by a newer Millrace. Reload the page to get the latest version.');
  }
  try {
    return completed(config);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const details = error.details.map(({ field, message }) => ({ field: field.slice(0, 60), message }));
    throw new ServiceError('invalid', 'It holds values that are not acceptable.', details);
  }
}

/** What a link of an earlier version does not know is as it is at first. */
function completed(value: unknown): StreamConfig {
  const { source, learner, ...rest } = parseWith(streamChangesSchema, value);
  const { drift, push } = DEFAULT_STREAM_CONFIG.source;
  return checkConfig({
    ...{ ...DEFAULT_STREAM_CONFIG, ...rest },
    source: {
      ...{ ...DEFAULT_STREAM_CONFIG.source, ...source, file: null },
      drift: { ...drift, ...source?.drift },
      push: { ...push, ...source?.push },
    },
    learner: { ...DEFAULT_STREAM_CONFIG.learner, ...learner },
  });
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Said below, in words for people.
  }
  throw damaged();
}

function damaged(): ServiceError {
  return new ServiceError('malformed', 'It is incomplete or damaged.');
}
