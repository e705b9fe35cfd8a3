// What a model archive holds, and whether it is whole: the same check for what is read and for what is to be written.

import { ArchiveError, quoted } from './errors';
import { MANIFEST_NAME, type Manifest } from './manifest';
import { joined, pathProblem, plainPath } from './paths';

export interface ModelArchive {
  readonly manifest: Manifest;
  /** Everything but manifest.json: bytes by path from the archive's root, sorted by code units. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

export const REQUIREMENTS_NAME = 'requirements.txt';

/** Where the module's own files lie, from the archive's root; "" for the root. */
export function moduleFolder({ module }: Manifest): string {
  return plainPath(module);
}

/** Where a script lies, from the archive's root; null where there is none. */
export function scriptPath(manifest: Manifest, which: 'trainingScript' | 'servingScript'): string | null {
  const script = manifest[which];
  return script === null ? null : joined(moduleFolder(manifest), plainPath(script));
}

/** requirements.txt lies in the module's folder (aimodellib's README, "Model Archive"). */
export function requirementsPath(manifest: Manifest): string {
  return joined(moduleFolder(manifest), REQUIREMENTS_NAME);
}

/** @throws ArchiveError ('contents') for what the manifest names and nobody packed */
export function checkContents({ manifest, files }: ModelArchive, folders: ReadonlySet<string> = new Set()): void {
  const folder = moduleFolder(manifest);
  const paths = [...files.keys()];
  const present = folder === '' || folders.has(folder) || paths.some((path) => path.startsWith(`${folder}/`));
  if (!present) {
    const message = `The folder ${quoted(folder)} is not in the archive; ${MANIFEST_NAME} names it in “module”.`;
    throw new ArchiveError('contents', message, { entry: folder, field: 'module' });
  }
  for (const field of ['trainingScript', 'servingScript'] as const) {
    const path = scriptPath(manifest, field);
    if (path === null || files.has(path)) continue;
    const message = `The script ${quoted(path)} is not in the archive; ${MANIFEST_NAME} names it in “${field}”.`;
    throw new ArchiveError('contents', message, { entry: path, field });
  }
}

/**
 * Collects paths, and refuses one that comes twice or is file and folder at once.
 * A folder may come twice: it says the same both times.
 */
export class Paths {
  readonly folders = new Set<string>();
  private readonly files = new Set<string>();

  /** @param path plain and without problems, or "" for the root */
  add(kind: 'file' | 'folder', path: string): void {
    if (path === '') return;
    // From the inside out: what lies above a folder that is known is known.
    for (let folder = kind === 'folder' ? path : above(path); folder !== ''; folder = above(folder)) {
      if (this.folders.has(folder)) break;
      if (this.files.has(folder)) throw clash(folder);
      this.folders.add(folder);
    }
    if (kind === 'folder') return;
    if (this.folders.has(path)) throw clash(path);
    if (this.files.has(path)) {
      throw new ArchiveError('duplicate', `${quoted(path)} is in the archive twice.`, { entry: path });
    }
    this.files.add(path);
  }
}

/** The folder that it lies in; "" for the root. */
function above(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function clash(path: string): ArchiveError {
  return new ArchiveError('duplicate', `${quoted(path)} is in the archive as a file and as a folder.`, { entry: path });
}

/** For what is to be written: what is read has been checked as it came. @throws ArchiveError */
export function checkPaths(paths: Iterable<string>): void {
  const all = new Paths();
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem) throw new ArchiveError('path', `The path ${quoted(path)} ${problem}.`, { entry: path });
    all.add('file', path);
  }
}
