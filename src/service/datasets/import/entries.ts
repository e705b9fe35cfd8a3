// The files of an archive or a folder, one after the other.

import { createTarDecoder } from 'modern-tar';
import { type Limits, tooManyEntries } from './limits';
import { damaged, type OpenSource } from './source';
import { isSparse, refuseSparse, sparse } from './sparse';

export interface FileEntry {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** A file, and no link or device. */
  readonly regular: boolean;
  /** Its content; asked for before the next entry is, or never. */
  bytes(): Promise<Uint8Array>;
  /** The file itself, where it lies by itself: not read yet. */
  readonly file?: Blob;
}

export interface EntrySource {
  readonly entries: AsyncIterable<FileEntry>;
  /** Share gone through, 0…1. */
  share(): number;
}

export function tarEntries(source: OpenSource, limits: Limits): EntrySource {
  return { entries: untar(source, limits), share: source.share };
}

async function* untar(source: OpenSource, limits: Limits): AsyncGenerator<FileEntry> {
  const reader = source
    .stream()
    .pipeThrough(refuseSparse())
    .pipeThrough(createTarDecoder({ strict: true }))
    .getReader();
  let count = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(damaged);
      if (done) return;
      const { header, body } = value;
      const { name: path, size, type = 'file', pax } = header;
      if (isSparse(pax)) throw sparse();
      if (type === 'directory') {
        await passOver(body);
        continue;
      }
      count += 1;
      if (count > limits.entries) throw tooManyEntries(limits);
      let taken = false;
      const bytes = () => {
        taken = true;
        return readBody(body, size).catch(damaged);
      };
      yield { path, size, regular: type === 'file', bytes };
      if (!taken) await passOver(body);
    }
  } finally {
    // Early, when the caller has enough or fails.
    await reader.cancel().catch(() => {});
  }
}

/** What follows is looked for, and may be found damaged, here already. */
async function passOver(body: ReadableStream<Uint8Array>): Promise<void> {
  await body.cancel().catch(damaged);
}

async function readBody(body: ReadableStream<Uint8Array>, size: number): Promise<Uint8Array> {
  const reader = body.getReader();
  const bytes = new Uint8Array(size);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes.set(value, length);
    length += value.length;
  }
  if (length < size) throw new Error('A file of the archive is cut off.');
  return bytes;
}

export function listedEntries(files: readonly { readonly path: string; readonly file: Blob }[]): EntrySource {
  let at = 0;
  async function* walk(): AsyncGenerator<FileEntry> {
    for (const { path, file } of files) {
      yield fileEntry(path, file);
      at += 1;
    }
  }
  return { entries: walk(), share: () => (files.length > 0 ? at / files.length : 1) };
}

/** Walks the folder first, so that it is known how far the reading has come; files are opened as they are read. */
export function directoryEntries(root: FileSystemDirectoryHandle, limits: Limits): EntrySource {
  let [at, all] = [0, 1];
  async function* walk(): AsyncGenerator<FileEntry> {
    const found: { path: string; handle: FileSystemFileHandle }[] = [];
    const folders: { path: string; handle: FileSystemDirectoryHandle }[] = [{ path: root.name, handle: root }];
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      for await (const [name, handle] of folder.handle.entries()) {
        const path = `${folder.path}/${name}`;
        if (handle.kind === 'file') found.push({ path, handle });
        else folders.push({ path, handle });
        if (found.length + folders.length > limits.entries) throw tooManyEntries(limits);
      }
    }
    found.sort((a, b) => (a.path < b.path ? -1 : 1));
    all = Math.max(1, found.length);
    for (const { path, handle } of found) {
      yield fileEntry(path, await handle.getFile());
      at += 1;
    }
  }
  return { entries: walk(), share: () => at / all };
}

function fileEntry(path: string, file: Blob): FileEntry {
  const bytes = async () => new Uint8Array(await file.arrayBuffer());
  return { path, size: file.size, regular: true, bytes, file };
}
