// Paths of modules: relative, parted by "/", and nowhere but inside their folder, whatever system they come from.

/** Bytes of UTF-8 that a path may have; what comes longer is no honest file of a model. */
export const MAX_PATH_BYTES = 1024;
/** Bytes of one part of it: the most that ext4, APFS and NTFS hold (for NTFS, of ASCII). */
export const MAX_PART_BYTES = 255;

const encoder = new TextEncoder();

/** Without "./", doubled "/" and a "/" at the end: "./a//b/" is "a/b", and "." is "". ".." stays, to be refused. */
export function plainPath(path: string): string {
  const absolute = path.startsWith('/') ? '/' : '';
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return absolute + parts.join('/');
}

/** What is wrong with a plain path, as the end of a sentence; null where nothing is. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'is empty';
  if (path.length > MAX_PATH_BYTES || encoder.encode(path).length > MAX_PATH_BYTES) {
    return `is longer than ${MAX_PATH_BYTES} bytes`;
  }
  if (path.includes('\\')) return 'has a backslash; parts are divided by “/”';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'is absolute; it must begin inside the folder';
  const parts = path.split('/');
  if (parts.includes('..')) return 'leaves its folder by “..”';
  if (parts.some((part) => part === '' || part === '.')) return 'has an empty part';
  if (/\p{Cc}/u.test(path)) return 'has a control character';
  if (/\p{Cs}/u.test(path)) return 'is not well-formed Unicode';
  if (parts.some((part) => encoder.encode(part).length > MAX_PART_BYTES)) {
    return `has a part longer than ${MAX_PART_BYTES} bytes`;
  }
  return null;
}

const LEFT_BY_SYSTEMS = /(^|[/\\])(\._[^/\\]*|__MACOSX[/\\].*|\.DS_Store|Thumbs\.db)$/is;

/** What systems put beside people's files, and packers take along: part of nothing. */
export function isLeftBySystem(path: string): boolean {
  return LEFT_BY_SYSTEMS.test(path);
}

/** Endings of what the app runs itself. */
export const SCRIPT_ENDINGS = ['.js', '.mjs', '.ts', '.mts'] as const;

/** JavaScript and TypeScript that can be run, not declarations of types. */
export function isScript(path: string): boolean {
  return SCRIPT_ENDINGS.some((ending) => path.endsWith(ending)) && !/\.d\.m?ts$/.test(path);
}

/** `folder` may be "", the root. */
export function joined(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

/** By code units, the same on every machine and in every language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
