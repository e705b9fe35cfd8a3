// Everything on this device as one file, handed to the person.

import { service } from '../../client';
import { downloadBlob, stampedName } from './download';

/** Downloads a back-up; gives the file's name. */
export async function downloadBackup(): Promise<string> {
  const blob = await service.data.backup();
  const name = `${stampedName('millrace', new Date())}.tar.gz`;
  downloadBlob(blob, name);
  return name;
}
