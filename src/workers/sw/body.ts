// Reads request bodies within limits.

import { ServiceError } from '../../wire/errors';
import { MAX_BODY_BYTES, MAX_FILE_BYTES } from '../../wire/limits';
import { HttpError } from './errors';

/** @throws ServiceError 'malformed' or 'too_large', HttpError 415 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? '';
  // fetch() calls a text body text/plain unless told otherwise: people at the console may leave the header out.
  if (!/^$|^text\/plain\b|^application\/json\b/i.test(type)) {
    throw new HttpError(415, `The body is ${type}; it must be application/json.`);
  }
  const bytes = await readLimited(request, MAX_BODY_BYTES);
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

async function readLimited(request: Request, limit: number): Promise<Blob> {
  const announced = Number(request.headers.get('Content-Length') ?? 0);
  if (announced > limit) throw tooLarge(announced, limit);
  const bytes = await request.blob();
  if (bytes.size > limit) throw tooLarge(bytes.size, limit);
  return bytes;
}

function tooLarge(size: number, limit: number): ServiceError {
  const [has, most] = [size, limit].map((bytes) => (bytes / 2 ** 20).toFixed(1));
  return new ServiceError('too_large', `The body has ${has} MiB; at most ${most} MiB are accepted.`);
}
