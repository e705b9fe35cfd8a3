// Where an error was thrown, in the module's own files: the browser names the blobs that they are run from.

/** A frame of a stack: V8 writes "at name (url:line:column)", others "name@url:line:column". */
const FRAME = /^\s*(?:at\s+)?(?:async\s+)?(.*?)[\s(@]*((?:blob|file):[^\s)]+?):(\d+):\d+\)?\s*$/;

/**
 * Frames of the module's own files, one a line: "    at fit (train.js:12)". Others are left out.
 * @param names paths of the module's files by their addresses
 */
export function ownStack(stack: string, names: ReadonlyMap<string, string>): string {
  const frames = stack.split('\n').flatMap((line) => {
    const [, name = '', url = '', at = ''] = FRAME.exec(line) ?? [];
    const path = names.get(url);
    if (path === undefined) return [];
    const called = name.replace(/^Module\./, '').trim();
    return [called && called !== '<anonymous>' ? `    at ${called} (${path}:${at})` : `    at ${path}:${at}`];
  });
  return frames.join('\n');
}
