// Errors as the REST door's answers.

import { type ErrorCode, type ErrorDetail, ServiceError, toPlainError } from '../../wire/errors';

/** What is wrong with a request as such, before it reaches the service. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 422,
  malformed: 400,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  busy: 429,
  unsupported_type: 415,
  not_acceptable: 406,
  quota: 507,
  unavailable: 503,
  internal: 500,
};

/** `{"error": "…", "details": [{"field", "message"}]}` with the status that fits. */
export function errorResponse(error: unknown): Response {
  if (error instanceof HttpError) return answer(error.status, error.message, [], error.headers);
  const { code, message, details } = toPlainError(error);
  return answer(STATUS[code], message, details, code === 'busy' ? { 'Retry-After': '1' } : {});
}

function answer(
  status: number,
  error: string,
  details: readonly ErrorDetail[],
  headers: Readonly<Record<string, string>>,
): Response {
  return Response.json({ error, details }, { status, headers });
}

/** Whether it did; a conflict says that there is nothing to stop any more: it ended after one looked, or another stopped it. */
export async function hasStopped(stop: Promise<void>): Promise<boolean> {
  try {
    await stop;
    return true;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'conflict') return false;
    throw error;
  }
}

/** What it rejects with names fields as the request calls them: by `names`, from what the service calls them. */
export async function asNamed<T>(answer: Promise<T>, names: ReadonlyMap<string, string>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const details = error.details.map(({ field, message }) => ({ field: names.get(field) ?? field, message }));
    throw new ServiceError(error.code, error.message, details);
  }
}
