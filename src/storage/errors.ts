// What can go wrong with storage, as types the service can tell apart.

/** The browser gives this origin no more room. What was stored before is untouched. */
export class QuotaExceededError extends Error {
  override readonly name = 'QuotaExceededError';
  constructor() {
    super('The browser’s storage for this site is full.');
  }
}

/** IndexedDB is missing, blocked, or broke. */
export class StorageUnavailableError extends Error {
  override readonly name = 'StorageUnavailableError';
}

/** The browser has lost a large file that it kept for this origin. */
export class FileLostError extends StorageUnavailableError {
  constructor() {
    super(
      'The browser can no longer read a large file that it kept for this site: it may have been deleted outside of the browser. Restore a back-up, or bring in the model again.',
    );
  }
}

/** Maps what IndexedDB throws; a quota error may hide as a transaction's abort reason. */
export function toStorageError(error: unknown): Error {
  if (error instanceof QuotaExceededError || error instanceof StorageUnavailableError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new QuotaExceededError();
  if (name === 'VersionError') {
    return new StorageUnavailableError('A newer Millrace has taken over what is stored: reload this page to use it.');
  }
  if (name === 'NotReadableError') return new FileLostError();
  const message = error instanceof Error ? error.message : String(error);
  return new StorageUnavailableError(`Storage failed: ${message || name || 'unknown error'}`);
}
