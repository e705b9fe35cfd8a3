// Stacks of users' modules, read for the places that they name: "    at fit (lib/train.js:12)", "    at train.js:3", or a
// script that could not be read, "    at train.js".

export interface StackLine {
  /** Its place in the stack, from 0: the same line may come more than once. */
  readonly at: number;
  /** The function's name; '' where it has none. */
  readonly called: string;
  /** From the module's folder. */
  readonly path: string;
  /** From 1; null where it is not known. */
  readonly line: number | null;
}

/** Null where some line is none of a stack: then it is a text like any other. */
export function stackLines(stack: string): readonly StackLine[] | null {
  const lines = stack.split('\n').filter((line) => line.trim() !== '');
  const read = lines.flatMap((line, at): StackLine[] => {
    const named = /^ {4}at (.+) \((.+?)(?::(\d+))?\)$/.exec(line);
    const plain = named ? null : /^ {4}at (.+?)(?::(\d+))?$/.exec(line);
    if (named) return [{ at, called: named[1]!, path: named[2]!, line: named[3] ? Number(named[3]) : null }];
    return plain ? [{ at, called: '', path: plain[1]!, line: plain[2] ? Number(plain[2]) : null }] : [];
  });
  return read.length > 0 && read.length === lines.length ? read : null;
}
