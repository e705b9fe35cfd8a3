// The model's folder as a module sees it: a copy in memory. What it writes is kept apart, to be handed out when all is done.

import { formatBytes } from '../../ml/bytes';
import { ArchiveError, quoted } from '../../ml/modules/errors';
import { memoryDir } from '../../ml/modules/memory-dir';
import type { ModelDir } from '../../ml/modules/protocol';
import type { ModelFile } from '../../wire/library';

export interface ModuleDir {
  readonly dir: ModelDir;
  written(): Promise<{ paths: string[]; blobs: Blob[] }>;
}

/** @param onWrite is told of every file that was written */
export async function moduleDir(
  files: readonly ModelFile[],
  limits: { readonly bytes: number; readonly files: number },
  onWrite: (path: string, bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<ModuleDir> {
  const contents = files.map(async ({ path, file }) => [path, new Uint8Array(await file.arrayBuffer())] as const);
  const kept = memoryDir(await Promise.all(contents));
  const sizes = new Map<string, number>();
  const dir: ModelDir = {
    list: (folder) => kept.list(folder),
    read: (path) => kept.read(String(path)),
    async write(path, bytes) {
      if (typeof path !== 'string') throw new TypeError('modelDir.write needs a path as a text.');
      if (!(bytes instanceof Uint8Array)) {
        throw new TypeError(`modelDir.write needs the bytes of ${quoted(path)} as a Uint8Array.`);
      }
      const others = [...sizes].reduce((sum, [other, size]) => (other === path ? sum : sum + size), 0);
      if (others + bytes.length > limits.bytes) {
        const most = formatBytes(limits.bytes);
        throw new ArchiveError('too-large', `With ${quoted(path)} the files written would exceed ${most}.`, {
          entry: path,
        });
      }
      if (!sizes.has(path) && sizes.size >= limits.files) {
        throw new ArchiveError('too-large', `A module may write ${limits.files} files, and no more.`, { entry: path });
      }
      const copy = bytes.slice();
      await kept.write(path, copy);
      sizes.set(path, copy.length);
      onWrite(path, copy);
    },
  };
  return {
    dir,
    async written() {
      const paths = [...sizes.keys()];
      const blobs = await Promise.all(paths.map(async (path) => new Blob([await kept.read(path)])));
      return { paths, blobs };
    },
  };
}
