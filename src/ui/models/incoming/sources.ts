// What people hand over – a file, a folder, a drop – as sources that the service reads.

import { ServiceError } from '../../../wire/errors';
import type { ModelFile, ModelSource } from '../../../wire/library';
import { lookInto } from '../actions';

/** More files than any model has: a folder of that many is a mistake, and is not walked to its end. */
const MOST_FILES = 10_000;

export function lookIntoFile(file: File): void {
  void lookInto(file.name, async () => ({ kind: 'file', name: file.name, file }));
}

/** Several files, or what <input webkitdirectory> gives: paths that begin with the folder's own name. */
export function lookIntoFiles(list: readonly File[]): void {
  const [first] = list;
  if (!first) return;
  const name = first.webkitRelativePath.split('/')[0] || first.name;
  void lookInto(name, async () => {
    checkCount(list.length);
    return { kind: 'files', name, files: list.map((file) => ({ path: file.webkitRelativePath || file.name, file })) };
  });
}

/** False where there is no file in it. What is dropped has to be taken before its event is over. */
export function dropped(transfer: DataTransfer): boolean {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = [...transfer.files];
  const folder = entries.find(isFolder);
  if (folder) void lookInto(folder.name, () => folderSource(folder));
  else if (files.length === 1) lookIntoFile(files[0]);
  else lookIntoFiles(files);
  return files.length > 0 || folder !== undefined;
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
