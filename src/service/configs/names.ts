// Names of configuration files: what a file system anywhere would take, ending in .yaml.

import { invalid } from '../errors';

const EXTENSION = '.yaml';
const MOST = 100;
/** Parts of paths, what Windows forbids, and what no screen shows. */
const FORBIDDEN = /[\\/:*?"<>|\p{C}]/u;

/** With the extension, whatever of it was written. @throws ServiceError 'invalid' */
export function checkFileName(raw: unknown): string {
  const name = typeof raw === 'string' ? raw.normalize('NFC').trim() : '';
  const stem = stemOf(name).trim();
  const refuse = (why: string) => invalid('file_name', `A file name ${why}.`);
  if (stem === '') throw refuse('needs at least one character');
  if (stem.length > MOST) throw refuse(`may have ${MOST} characters, not ${stem.length}`);
  if (stem.startsWith('.')) throw refuse('may not begin with a dot');
  const found = FORBIDDEN.exec(stem)?.[0];
  if (found) {
    throw refuse(
      /\p{C}/u.test(found) ? 'may not hold characters that cannot be seen' : `may not hold the character ${found}`,
    );
  }
  return `${stem}${EXTENSION}`;
}

export function stemOf(fileName: string): string {
  return fileName.replace(/\.ya?ml$/i, '');
}

/** What two files of one name have in common, on file systems that do not tell capitals apart either. */
export function sameName(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function fold(name: string): string {
  return stemOf(name.normalize('NFC')).toLowerCase();
}

/** "review-bert-copy", "review-bert-copy-2" …: the first that is free. */
export function copyName(fileName: string, taken: (name: string) => boolean): string {
  const stem = stemOf(fileName).slice(0, MOST - 10);
  for (let i = 1; ; i++) {
    const name = `${stem}-copy${i === 1 ? '' : `-${i}`}${EXTENSION}`;
    if (!taken(name)) return name;
  }
}
