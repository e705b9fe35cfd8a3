// The one error of logs: which file is at fault, where in it, and what is accepted.

/** A log that cannot be read, or a value that no log can hold. */
export class LogError extends Error {
  override readonly name = 'LogError';
  constructor(
    message: string,
    /** Bytes from the beginning of the file (event files), or null. */
    readonly offset: number | null = null,
  ) {
    super(message);
  }
}
