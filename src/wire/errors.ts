// One error type crosses every border: worker, tab, REST. It says what was wrong and where.

export type ErrorCode =
  | 'invalid' // 422: the values are not acceptable
  | 'malformed' // 400: not readable at all
  | 'not_found' // 404
  | 'conflict' // 409: something is running, or the name is taken
  | 'too_large' // 413
  | 'busy' // 429: too much waits already; try again in a moment
  | 'unsupported_type' // 415: the content type is not read
  | 'not_acceptable' // 406: no accepted type can be written
  | 'quota' // 507: the browser's storage is full
  | 'unavailable' // 503: no engine, or it went away
  | 'internal'; // 500

export interface ErrorDetail {
  /** Path of the offending field, e.g. "points.3.1" or "n_components". */
  readonly field: string;
  readonly message: string;
}

export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: readonly ErrorDetail[] = [],
  ) {
    super(message);
  }
}

/** An error as plain data, for structured clones. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
}

export function toPlainError(error: unknown): PlainError {
  if (error instanceof ServiceError) {
    return { code: error.code, message: error.message, details: error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, details: [] };
}

export function fromPlainError(error: PlainError): ServiceError {
  return new ServiceError(error.code, error.message, error.details);
}
