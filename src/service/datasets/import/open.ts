// Any source of an import, opened: files of texts, or a table.

import type { ImportSource } from '../../../wire/datasets';
import { ServiceError } from '../../../wire/errors';
import { messageOf } from '../../errors';
import { directoryEntries, type EntrySource, listedEntries, tarEntries } from './entries';
import { type Limits, tooManyEntries } from './limits';
import { type OpenSource, openSource, packedSource } from './source';
import { type OpenTable, openTable } from './table';
import { openPacked, tableIn, zipEntries } from './zip';

export type OpenedImport =
  | { readonly kind: 'texts'; readonly format: 'tar.gz' | 'tar' | 'zip' | 'folder'; readonly files: EntrySource }
  | { readonly kind: 'table'; readonly table: OpenTable; share(): number };

/** @param whole whether all of it will be read, and not its beginning alone */
export async function openImport(source: ImportSource, limits: Limits, whole: boolean): Promise<OpenedImport> {
  switch (source.kind) {
    case 'file':
      return openFile(source.file, limits, whole);
    case 'url':
      return openFile(await fetchFile(source.url), limits, whole);
    case 'files':
      if (source.files.length > limits.entries) throw tooManyEntries(limits);
      return { kind: 'texts', format: 'folder', files: listedEntries(source.files) };
    case 'directory':
      return { kind: 'texts', format: 'folder', files: directoryEntries(source.handle, limits) };
  }
}

async function openFile(blob: Blob, limits: Limits, whole: boolean): Promise<OpenedImport> {
  const file = await openSource(blob, limits);
  const source = file.kind === 'zip' && !file.zipped ? await tableOf(file, limits) : file;
  if (source.kind === 'text')
    return { kind: 'table', table: await openTable(source, limits, whole), share: source.share };
  if (source.kind === 'tar') {
    return { kind: 'texts', format: source.zipped ? 'tar.gz' : 'tar', files: tarEntries(source, limits) };
  }
  if (source.zipped) throw new ServiceError('malformed', 'This is a .zip within a .gz. Unpack it first.');
  return { kind: 'texts', format: 'zip', files: zipEntries(blob, limits) };
}

/** A zip of nothing but one table, as they are offered for download; else the archive itself. */
async function tableOf(archive: OpenSource, limits: Limits): Promise<OpenSource> {
  const { blob } = archive;
  const entry = await tableIn(blob, limits);
  if (!entry) return archive;
  const { packed, unpack } = await openPacked(blob, entry);
  return packedSource(blob, packed, unpack, limits);
}

async function fetchFile(url: string): Promise<Blob> {
  const response = await fetch(url).catch((error: unknown) => {
    const why = messageOf(error);
    throw new ServiceError('invalid', `${url} could not be fetched: ${why}.`, [{ field: 'url', message: why }]);
  });
  const page = response.headers.get('Content-Type')?.startsWith('text/html');
  if (response.ok && !page) return response.blob();
  if (response.ok)
    throw new ServiceError('invalid', `${url} is a page, not a file.`, [{ field: 'url', message: 'is a page' }]);
  const message = `answered ${response.status} ${response.statusText}`.trim();
  throw new ServiceError('invalid', `${url} ${message}.`, [{ field: 'url', message }]);
}
