// Types of files that bodies may be. Not application/json: it stands for bodies of JSON, and files of JSON go as any file.

/** What any program may say of any file. */
const ANY = 'application/octet-stream';
const ARCHIVES = ['application/gzip', 'application/zip', 'application/x-tar'];
const TABLES = ['text/csv', 'text/tab-separated-values', 'application/jsonl'];

export const BACKUP = ['application/gzip', ANY];
export const ARCHIVE = [...ARCHIVES, ANY];
export const TEXTS = [...ARCHIVES, ...TABLES, ANY];
export const TABLE = [...TABLES, ANY];
export const CSV = ['text/csv', ANY];
export const PICTURE = ['image/png', 'image/jpeg', 'image/webp', ANY];
