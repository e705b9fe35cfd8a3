// A model's folder in memory: for models while they train, for what an archive held, and for tests.

import { ArchiveError, quoted } from './errors';
import { byCodeUnits, pathProblem, plainPath } from './paths';
import type { ModelDir } from './protocol';

/** @param files to begin with; their bytes are copied */
export function memoryDir(files: Iterable<readonly [string, Uint8Array]> = []): ModelDir {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  const write = (path: string, bytes: Uint8Array) => {
    checkPath(path);
    checkFree(kept, path);
    kept.set(path, new Uint8Array(bytes));
  };
  for (const [path, bytes] of files) write(path, bytes);
  return {
    async list(folder = '') {
      const under = plainPath(folder);
      if (under !== '') checkPath(under);
      const paths = [...kept.keys()].filter((path) => under === '' || path.startsWith(`${under}/`));
      return paths.sort(byCodeUnits);
    },
    async read(path) {
      checkPath(path);
      const bytes = kept.get(path);
      if (!bytes) throw new ArchiveError('contents', `There is no file ${quoted(path)} in the model.`, { entry: path });
      return new Uint8Array(bytes);
    },
    async write(path, bytes) {
      write(path, bytes);
    },
  };
}

function checkPath(path: string): void {
  const problem = pathProblem(path);
  if (problem) throw new ArchiveError('path', `The path ${quoted(path)} ${problem}.`, { entry: path });
}

/** What is a file cannot be a folder as well. */
function checkFree(kept: ReadonlyMap<string, unknown>, path: string): void {
  const parts = path.split('/');
  const above = parts.map((_, i) => parts.slice(0, i).join('/')).find((folder) => kept.has(folder));
  if (above !== undefined) {
    throw new ArchiveError('path', `${quoted(above)} is a file, and nothing can lie in it.`, { entry: path });
  }
  for (const other of kept.keys()) {
    if (other.startsWith(`${path}/`)) {
      throw new ArchiveError('path', `${quoted(path)} is a folder, and cannot be a file.`, { entry: path });
    }
  }
}
