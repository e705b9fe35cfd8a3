// The part of a back-up that is the library: what people say of models, and the files of modules of their own.

import { pathProblem } from '../../ml/modules/paths';
import { plain } from '../../storage/files';
import type { LibraryStore } from '../../storage/library';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

/** library/<id>/about.json · library/<id>/files/<path> */
const PATH = /^library\/([\w.-]{1,160})\/(?:about\.json|files\/([\s\S]+))$/;

/** Throws when a record is not one that this version can open. */
export interface LibraryChecks {
  readonly about: (record: unknown) => void;
}

export function libraryEntries({ abouts, files }: LibraryStore): BackupEntry[] {
  return [
    ...abouts.map(({ id, record }) => ({ path: `library/${id}/about.json`, bytes: encodeText(encode(record)) })),
    ...files.map(({ id, path, bytes }) => ({ path: `library/${id}/files/${path}`, bytes: plain(bytes) })),
  ];
}

/** Takes what is of the library out of `left`. Throws when it is not in order. */
export function takeLibrary(left: Map<string, Uint8Array>, checks: LibraryChecks): LibraryStore {
  const abouts: LibraryStore['abouts'][number][] = [];
  const files: LibraryStore['files'][number][] = [];
  for (const [path, bytes] of left) {
    const [, id, file] = PATH.exec(path) ?? [];
    if (id === undefined) continue;
    if (file === undefined) {
      const record = parse(path, bytes);
      // Or what deletes it would look in another place, and it would be back after every reload.
      if (Object(record).id !== id) throw bad(`${path} is of another`);
      try {
        checks.about(record);
      } catch {
        throw bad(`${path} is not one that this version can open`);
      }
      abouts.push({ id, record });
    } else {
      const problem = pathProblem(file);
      if (problem) throw bad(`the path of a file of ${id} ${problem}`);
      files.push({ id, path: file, bytes: bytes.slice() });
    }
    left.delete(path);
  }
  return { abouts, files };
}
