// Everything on this device as one file, handed to the person.

import { service } from '../../client';
import type { ExportedFile } from '../../wire/runs';
import { downloadBlob, stampedName } from './download';

export async function makeBackup(): Promise<ExportedFile> {
  const file = await service.data.backup();
  return { name: `${stampedName('millrace', new Date())}.tar.gz`, file };
}

/** Downloads a back-up; gives the file's name. */
export async function downloadBackup(): Promise<string> {
  const { name, file } = await makeBackup();
  downloadBlob(file, name);
  return name;
}
