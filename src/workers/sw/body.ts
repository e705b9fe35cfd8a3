// Reads request bodies within limits.

import { formatBytes, formatTooLarge } from '../../ml/bytes';
import { ServiceError } from '../../wire/errors';
import type { PredictRequest } from '../../wire/library';
import { MAX_BODY_BYTES, MAX_FILE_BYTES } from '../../wire/limits';
import type { JsonBody } from '../../wire/routes';
import { HttpError } from './errors';

/** @throws ServiceError 'malformed' or 'too_large', HttpError 415 */
export async function readJson(
  request: Request,
  { limit = MAX_BODY_BYTES, optional }: Pick<JsonBody, 'limit' | 'optional'> = {},
): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? '';
  // fetch() calls a text body text/plain unless told otherwise: people at the console may leave the header out.
  if (!/^$|^text\/plain\b|^application\/json\b/i.test(type)) {
    throw new HttpError(415, `The body is ${type}; it must be application/json.`);
  }
  const bytes = await readLimited(request, limit);
  if (bytes.size === 0 && optional) return {};
  if (bytes.size === 0) throw new ServiceError('malformed', 'The body is empty; it must be JSON.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await bytes.arrayBuffer()));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ServiceError('malformed', `The body is not JSON: ${why}`);
  }
}

/** @throws ServiceError 'malformed' when empty, or 'too_large' */
export async function readFile(request: Request): Promise<Blob> {
  const bytes = await readLimited(request, MAX_FILE_BYTES);
  if (bytes.size === 0) throw new ServiceError('malformed', 'The body is empty; it must be a file.');
  return bytes;
}

/** Any bytes, none at all among them, and what the headers say. @throws ServiceError 'too_large' */
export async function readBytes(request: Request): Promise<PredictRequest> {
  const body = await readLimited(request, MAX_BODY_BYTES);
  const [content_type, accepted] = ['Content-Type', 'Accept'].map((name) => request.headers.get(name) ?? undefined);
  return { bytes: new Uint8Array(await body.arrayBuffer()), content_type, accepted };
}

async function readLimited(request: Request, limit: number): Promise<Blob> {
  const announced = Number(request.headers.get('Content-Length') ?? 0);
  if (announced > limit) throw tooLarge(formatTooLarge(announced), limit);
  // Firefox has no streams of request bodies: there it is read whole.
  if (request.body) return readPieces(request.body, limit);
  const bytes = await request.blob();
  if (bytes.size > limit) throw tooLarge(formatTooLarge(bytes.size), limit);
  return bytes;
}

/** Reads no further than the limit. */
async function readPieces(body: ReadableStream<Uint8Array<ArrayBuffer>>, limit: number): Promise<Blob> {
  const reader = body.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces);
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(`more than ${formatBytes(limit)}`, limit);
    }
    pieces.push(value);
  }
}

function tooLarge(size: string, limit: number): ServiceError {
  return new ServiceError('too_large', `The body has ${size}; at most ${formatBytes(limit)} are accepted.`);
}
