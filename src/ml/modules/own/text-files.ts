// The files of a text model, of all that lie in its folder.

import { COMBINED_FILE } from '../../text/combined/files';
import { CONFIG_FILE, VOCABULARY_FILE, WEIGHTS_FILE } from '../../text/encoder/files';
import { NGRAM_FILE } from '../../text/ngram/file';
import type { ModelDir } from '../protocol';

const ENCODER = [CONFIG_FILE, VOCABULARY_FILE, WEIGHTS_FILE];
const OWN = new Set([
  ...[COMBINED_FILE, NGRAM_FILE, `ngram/${NGRAM_FILE}`, ...ENCODER],
  ...ENCODER.map((name) => `encoder/${name}`),
]);

export async function textFilesIn(dir: ModelDir): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of await dir.list()) if (OWN.has(path)) files.set(path, await dir.read(path));
  return files;
}
