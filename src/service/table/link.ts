// A text in a link (a state of points, a set-up of a stream): deflated, base64url, after `#/points?s=` or `#/stream?s=` – in the hash, which browsers never send to a server.

import { ServiceError } from '../../wire/errors';
import { inMorsels } from '../datasets/import/limits';

/** What a link may inflate to: a guard against a small link that unpacks to gigabytes. */
const MAX_INFLATED = 4 * 1024 * 1024;

/** What goes after `s=`. */
export async function pack(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return toBase64Url(bytes);
}

/** The text that was packed. Rejects with ServiceError for anything that is not whole. */
export async function unpack(packed: string): Promise<string> {
  const bytes = fromBase64Url(packed);
  const morsels = new Blob([bytes]).stream().pipeThrough(inMorsels());
  const reader = morsels.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      length += value.byteLength;
      if (length > MAX_INFLATED) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    throw new ServiceError('malformed', 'The link is incomplete or damaged. Ask for it again, or for the file.');
  }
  await reader.cancel();
  throw new ServiceError('too_large', 'The link unpacks to more than a link can hold.');
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    throw new ServiceError('malformed', 'The link is incomplete or damaged. Ask for it again, or for the file.');
  }
}
