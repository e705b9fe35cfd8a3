// A value that came from outside as JSON, to be shown or kept as a text. Reading JSON bears any depth, writing it does not:
// the engine's stack ends at some thousands of levels.

const TOO_DEEP = '[…nested too deeply…]';
/** Far from where the stack ends, and from anything that somebody means. */
const MOST_LEVELS = 500;

/** As `JSON.stringify`, but for what it cannot write: '' for undefined, and words for what is nested too deeply. */
export function inJson(value: unknown): string {
  return hasLevels(value, MOST_LEVELS) ? TOO_DEEP : (JSON.stringify(value) ?? '');
}

/** Looked for before writing: to reach the end of the stack takes as long as reading a large file. */
function hasLevels(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return most === 0 || Object.values(value).some((part) => hasLevels(part, most - 1));
}
