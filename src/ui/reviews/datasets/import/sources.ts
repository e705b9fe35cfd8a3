// What people hand over – files, folders, drops, addresses – as sources that the service reads. Folders are walked in
// pieces, so that one of a hundred thousand files does not hold up the page.

import type { ImportSource } from '../../../../wire/datasets';
import { ServiceError } from '../../../../wire/errors';
import { type PackedFile, TAR_END, tarPart } from './tar';

/** A source that may take a while to put together. */
export interface Offer {
  /** For people: the file's or folder's name, the address. */
  readonly name: string;
  /** It is said to be a folder, also where it is handed on as an archive. */
  readonly folder: boolean;
  /** Rejects with the signal's reason when given up. */
  gather(onFound: (files: number) => void, signal: AbortSignal): Promise<ImportSource>;
}

/** Files packed together: asking for a file's size may take the browser a tenth of a millisecond. */
const PIECE = 20;
/** Milliseconds of work between two pauses, and between two words on how far it is. */
const WORK = 12;
const TELL = 100;

export function fileOffer(file: File): Offer {
  return { name: file.name, folder: false, gather: async () => ({ kind: 'file', name: file.name, file }) };
}

/** A table or archive that is already in memory. */
export function blobOffer(name: string, file: Blob): Offer {
  return { name, folder: false, gather: async () => ({ kind: 'file', name, file }) };
}

/** Relative addresses are taken from where the app is. */
export function urlOffer(address: string, base: string): Offer {
  return { name: address, folder: false, gather: async () => ({ kind: 'url', url: new URL(address, base).href }) };
}

export function directoryOffer(handle: FileSystemDirectoryHandle): Offer {
  return { name: handle.name, folder: true, gather: async () => ({ kind: 'directory', name: handle.name, handle }) };
}

/** What of a folder's files is handed on. */
export interface Wanted {
  /** Packed up together. */
  readonly files: RegExp;
  /** One of these stands for a folder that has none of the others. */
  readonly tables: RegExp | null;
  /** Says what was expected where there is nothing of it. */
  readonly nothing: string;
}

/** What <input webkitdirectory> gives: paths begin with the folder's own name. */
export function fileListOffer(list: ArrayLike<File>, wanted: Wanted = TEXTS): Offer {
  const name = list[0]?.webkitRelativePath.split('/')[0] || 'folder';
  return {
    name,
    folder: true,
    async gather(onFound, signal) {
      const gathered = new Gathered(name, wanted, onFound, signal);
      for (let i = 0; i < list.length; i++) {
        const file = list[i]!;
        await gathered.add(file.webkitRelativePath || file.name, file);
      }
      return gathered.source();
    },
  };
}

/** A dropped folder where the browser gives no handle for it. */
export function entryOffer(folder: FileSystemDirectoryEntry, wanted: Wanted = TEXTS): Offer {
  return {
    name: folder.name,
    folder: true,
    async gather(onFound, signal) {
      const gathered = new Gathered(folder.name, wanted, onFound, signal);
      const waiting = [{ path: folder.name, folder }];
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        for await (const entry of entriesOf(next.folder)) {
          const path = `${next.path}/${entry.name}`;
          if (isFolder(entry)) waiting.push({ path, folder: entry });
          else if (isFile(entry)) await gathered.add(path, await fileOf(entry));
        }
        signal.throwIfAborted();
      }
      return gathered.source();
    },
  };
}

/** A folder's files as they are found: those wanted in one archive, or the one table that is in it. */
class Gathered {
  private readonly parts: Blob[] = [];
  private readonly tables: File[] = [];
  private piece: PackedFile[] = [];
  private found = 0;
  private rested = performance.now();
  private told = 0;

  constructor(
    private readonly name: string,
    private readonly wanted: Wanted,
    private readonly onFound: (files: number) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Rejects with the signal's reason when given up. */
  async add(path: string, file: File): Promise<void> {
    if (this.wanted.files.test(path)) this.piece.push({ path, file });
    else if (this.wanted.tables?.test(path)) this.tables.push(file);
    this.found += 1;
    if (this.found % PIECE !== 0) return;
    this.signal.throwIfAborted();
    this.pack();
    if (performance.now() - this.rested > WORK) await this.rest();
  }

  /** Throws ServiceError 'invalid' where there is nothing in it that can be read. */
  source(): ImportSource {
    this.pack();
    const [table, another] = this.tables;
    if (this.parts.length > 0) {
      return { kind: 'file', name: this.name, file: new Blob([...this.parts, TAR_END]) };
    }
    if (table && !another) return { kind: 'file', name: table.name, file: table };
    const what = another ? 'There are several tables in the folder: choose one of them.' : this.wanted.nothing;
    throw new ServiceError('invalid', what);
  }

  private async rest(): Promise<void> {
    if (performance.now() - this.told > TELL) {
      this.onFound(this.found);
      this.told = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.rested = performance.now();
  }

  private pack(): void {
    if (this.piece.length > 0) this.parts.push(tarPart(this.piece));
    this.piece = [];
  }
}

const TEXTS: Wanted = {
  files: /\.txt$/i,
  tables: /\.(csv|tsv|jsonl|ndjson|json)$/i,
  nothing:
    'There is nothing in the folder that can be read. Expected are folders pos and neg with .txt files, within train and test or without.',
};

/** A drop has to be read before its event is over; null where there is no file in it. */
export async function dropOffer(transfer: DataTransfer, wanted: Wanted = TEXTS): Promise<Offer | null> {
  const item: DropItem | undefined = [...transfer.items].find(({ kind }) => kind === 'file');
  if (!item) return null;
  const file = item.getAsFile();
  const entry = item.webkitGetAsEntry();
  const handle = await item.getAsFileSystemHandle?.().catch(() => null);
  if (handle && isDirectoryHandle(handle)) return directoryOffer(handle);
  if (entry && isFolder(entry)) return entryOffer(entry, wanted);
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
