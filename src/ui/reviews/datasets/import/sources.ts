// What people hand over – files, folders, drops, addresses – as sources that the service reads. Folders are walked in
// pieces, so that one of a hundred thousand files does not hold up the page.

import type { ImportSource } from '../../../../wire/datasets';

/** A source that may take a while to put together. */
export interface Offer {
  /** For people: the file's or folder's name, the address. */
  readonly name: string;
  /** Rejects with the signal's reason when given up. */
  gather(onFound: (files: number) => void, signal: AbortSignal): Promise<ImportSource>;
}

type Files = Extract<ImportSource, { kind: 'files' }>;
type Named = Files['files'][number];

/** Files between two pauses. */
const PIECE = 500;

export function fileOffer(file: File): Offer {
  return { name: file.name, gather: async () => ({ kind: 'file', name: file.name, file }) };
}

/** A table or archive that is already in memory. */
export function blobOffer(name: string, file: Blob): Offer {
  return { name, gather: async () => ({ kind: 'file', name, file }) };
}

/** Relative addresses are taken from where the app is. */
export function urlOffer(address: string, base: string): Offer {
  return { name: address, gather: async () => ({ kind: 'url', url: new URL(address, base).href }) };
}

export function directoryOffer(handle: FileSystemDirectoryHandle): Offer {
  return { name: handle.name, gather: async () => ({ kind: 'directory', name: handle.name, handle }) };
}

/** What <input webkitdirectory> gives: paths begin with the folder's own name. */
export function fileListOffer(list: ArrayLike<File>): Offer {
  const name = list[0]?.webkitRelativePath.split('/')[0] || 'folder';
  return {
    name,
    async gather(onFound, signal) {
      const files: Named[] = [];
      for (let i = 0; i < list.length; i++) {
        const file = list[i]!;
        files.push({ path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name, file });
        if ((i + 1) % PIECE === 0) await pause(files.length, onFound, signal);
      }
      return { kind: 'files', name, files };
    },
  };
}

/** A dropped folder where the browser gives no handle for it. */
export function entryOffer(folder: FileSystemDirectoryEntry): Offer {
  return {
    name: folder.name,
    async gather(onFound, signal) {
      const files: Named[] = [];
      const waiting: { readonly path: string; readonly folder: FileSystemDirectoryEntry }[] = [{ path: '', folder }];
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const { path, folder: inside } = next;
        for await (const entry of entriesOf(inside)) {
          if (isFolder(entry)) waiting.push({ path: `${path}${entry.name}/`, folder: entry });
          else if (isFile(entry)) files.push({ path: `${path}${entry.name}`, file: await fileOf(entry) });
          if (files.length % PIECE === 0) await pause(files.length, onFound, signal);
        }
        signal.throwIfAborted();
      }
      return { kind: 'files', name: folder.name, files };
    },
  };
}

/** Of a large folder a part, spread over all of it, is enough for a first look. */
export function forPeek(source: ImportSource, most = 400): ImportSource {
  if (source.kind !== 'files' || source.files.length <= most) return source;
  const step = source.files.length / most;
  return { ...source, files: Array.from({ length: most }, (_, i) => source.files[Math.floor(i * step)]!) };
}

/** A drop has to be read before its event is over; null where there is no file in it. */
export async function dropOffer(transfer: DataTransfer): Promise<Offer | null> {
  const item: DropItem | undefined = [...transfer.items].find(({ kind }) => kind === 'file');
  if (!item) return null;
  const file = item.getAsFile();
  const entry = item.webkitGetAsEntry();
  const handle = await item.getAsFileSystemHandle?.().catch(() => null);
  if (handle && isDirectoryHandle(handle)) return directoryOffer(handle);
  if (entry && isFolder(entry)) return entryOffer(entry);
  return file && fileOffer(file);
}

/** Null where the person thought better of it. */
export async function pickDirectory(): Promise<Offer | null> {
  const host: Window & DirectoryPicker = window;
  try {
    const handle = await host.showDirectoryPicker?.({ id: 'millrace-dataset' });
    return handle ? directoryOffer(handle) : null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

export function canPickDirectory(): boolean {
  return 'showDirectoryPicker' in window;
}

// Of the File System Access API, which TypeScript's library does not know yet.

interface DirectoryPicker {
  showDirectoryPicker?(options: { readonly id: string }): Promise<FileSystemDirectoryHandle>;
}

interface DropItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

function isDirectoryHandle(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
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

/** A reader gives its entries a hundred at a time, and none when it is done. */
async function* entriesOf(folder: FileSystemDirectoryEntry): AsyncIterable<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    yield* entries;
  }
}

async function pause(found: number, onFound: (files: number) => void, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  onFound(found);
  await new Promise((resolve) => setTimeout(resolve, 0));
}
