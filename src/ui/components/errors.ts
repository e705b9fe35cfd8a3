// The words of what went wrong, for places that show them themselves.

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
