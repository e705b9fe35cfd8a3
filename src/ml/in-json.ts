// A value that came from outside as JSON, to be shown or kept as a text. Reading JSON bears any depth, writing it does not:
// the engine's stack ends at some thousands of levels.

const TOO_DEEP = '[…nested too deeply…]';

/** As `JSON.stringify`, but for what it cannot write: '' for undefined, and words for what is nested too deeply. */
export function inJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP;
    throw error;
  }
}
