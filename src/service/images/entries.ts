// A source of images or texts opened: its files one after the other, whatever it is.

import type { ImportSource } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import type { EntrySource } from '../datasets/import/entries';
import { openImport } from '../datasets/import/open';
import type { ImageLimits } from './limits';

/** Rejects 'invalid' for what is neither a folder nor an archive, 'malformed' for what cannot be read. */
export async function openEntries(source: ImportSource, limits: ImageLimits): Promise<EntrySource> {
  const opened = await openImport(source, limits.source, false);
  if (opened.kind === 'texts') return opened.files;
  throw new ServiceError(
    'invalid',
    'This is one file. Open a folder, a .zip or a .tar.gz with folders train and test in it.',
  );
}

/** What a dataset without a folder of its own is called. */
export function stemOf(source: ImportSource): string {
  const name = source.kind === 'url' ? (new URL(source.url).pathname.split('/').at(-1) ?? '') : source.name;
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/(\.tar)?\.(tar|tgz|gz|zip)$/i, '') || last || 'Images';
}
