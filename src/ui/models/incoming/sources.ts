// What people hand over – a file, a folder, a drop – as sources that the service reads.

import { ServiceError } from '../../../wire/errors';
import type { ModelFile, ModelSource } from '../../../wire/library';
import { plural } from '../../components/format';
import { lookInto } from '../actions';

/** More files than any model has: a folder of that many is a mistake, and is not walked to its end. */
const MOST_FILES = 10_000;

/** What was handed over, before it is read. */
export interface Handed {
  /** Of the file or folder; "3 files" of several. */
  readonly name: string;
  gather(): Promise<ModelSource>;
}

/** Null where there is no file in it. What is dropped has to be taken before its event is over. */
export function dropped(transfer: DataTransfer): Handed | null {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = [...transfer.files];
  const folder = entries.find(isFolder);
  if (folder) return { name: folder.name, gather: () => folderSource(folder) };
  return files.length === 0 ? null : filesHanded(files);
}

/** Files that were chosen, or a folder of them. */
export function lookIntoFiles(files: readonly File[]): void {
  if (files.length === 0) return;
  const { name, gather } = filesHanded(files);
  void lookInto(name, gather);
}

function filesHanded(files: readonly File[]): Handed {
  const [first] = files;
  // What <input webkitdirectory> gives has paths that begin with the folder's own name.
  const folder = first?.webkitRelativePath.split('/')[0];
  if (first && files.length === 1 && !folder) {
    return { name: first.name, gather: async () => ({ kind: 'file', name: first.name, file: first }) };
  }
  const name = folder || first?.name || '';
  return {
    name: folder || plural(files.length, 'file'),
    gather: async () => {
      checkCount(files.length);
      return {
        kind: 'files',
        name,
        files: files.map((file) => ({ path: file.webkitRelativePath || file.name, file })),
      };
    },
  };
}

async function folderSource(folder: FileSystemDirectoryEntry): Promise<ModelSource> {
  const files: ModelFile[] = [];
  const waiting = [{ path: folder.name, folder }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const entry of await entriesOf(next.folder)) {
      const path = `${next.path}/${entry.name}`;
      if (isFolder(entry)) waiting.push({ path, folder: entry });
      else if (isFile(entry)) files.push({ path, file: await fileOf(entry) });
    }
    checkCount(files.length);
  }
  return { kind: 'files', name: folder.name, files };
}

function checkCount(count: number): void {
  if (count <= MOST_FILES) return;
  const most = MOST_FILES.toLocaleString('en');
  throw new ServiceError('too_large', `There are more than ${most} files in the folder: no model has that many.`);
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives them a hundred at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
    checkCount(all.length);
  }
}
