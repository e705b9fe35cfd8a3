// Where an error was thrown, in the module's own files: the browser names lines of the one script that is run.

import type { ScriptPart } from '../wire/sandbox';

/** The file and line of a line of the linked script; null for our own part of it. */
export function placeOf(parts: readonly ScriptPart[], line: number): { path: string; line: number } | null {
  const part = parts.find(({ from, to }) => line >= from && line <= to);
  return part ? { path: part.path, line: line - part.from + 1 } : null;
}

/** A frame of a stack: V8 writes "at name (url:line:column)", others "name@url:line:column". */
const FRAME = /^\s*(?:at\s+)?(?:async\s+)?(.*?)[\s(@]*\bblob:[^\s)]*?:(\d+):\d+\)?\s*$/;

/** Frames of the module's own files, one a line: "    at fit (train.js:12)". Others are left out. */
export function ownStack(stack: string, parts: readonly ScriptPart[]): string {
  const frames = stack.split('\n').flatMap((line) => {
    const match = FRAME.exec(line);
    const place = match && placeOf(parts, Number(match[2]));
    if (!place) return [];
    const name = match[1]!.replace(/^exports\./, '').trim();
    const where = `${place.path}:${place.line}`;
    return [name && name !== '<anonymous>' ? `    at ${name} (${where})` : `    at ${where}`];
  });
  return frames.join('\n');
}
