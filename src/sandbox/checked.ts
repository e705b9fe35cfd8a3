// Files that come out of a sandbox: paths within the folder, none twice, not too much.

import { formatBytes } from '../ml/bytes';
import { pathProblem } from '../ml/modules/paths';
import type { ModelFile } from '../wire/library';
import { SandboxError } from '../wire/sandbox';
import { SANDBOX_LIMITS } from './limits';

/** What a module says that it wrote, checked once more: it might have said so itself. @throws SandboxError */
export function checkedFiles(paths: readonly string[], blobs: readonly Blob[], maxBytes: number): readonly ModelFile[] {
  const wrong = paths.find((path) => pathProblem(path) !== null);
  if (wrong !== undefined) {
    const said = `The module wrote “${wrong.slice(0, 60)}”, which ${pathProblem(wrong)}. Nothing was kept.`;
    throw new SandboxError({ kind: 'answer', step: 'train' }, said);
  }
  if (new Set(paths).size !== paths.length) {
    throw new SandboxError({ kind: 'answer', step: 'train' }, 'The module handed out a file twice. Nothing was kept.');
  }
  if (blobs.reduce((sum, { size }) => sum + size, 0) > maxBytes) throw tooLarge('What the module wrote', maxBytes);
  return paths.map((path, i) => ({ path, file: blobs[i]! }));
}

/** Of all that came out of it, in however many parts. @throws SandboxError */
export function checkTotal(sizes: ReadonlyMap<string, number>, maxBytes: number): void {
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (bytes > maxBytes) throw tooLarge('What the module wrote', maxBytes);
  if (sizes.size <= SANDBOX_LIMITS.files) return;
  throw new SandboxError({ kind: 'size' }, `A module may write ${SANDBOX_LIMITS.files} files, and no more.`);
}

export function tooLarge(what: string, most: number): SandboxError {
  return new SandboxError({ kind: 'size' }, `${what} has more than ${formatBytes(most)}.`);
}
