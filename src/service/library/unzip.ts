// Reads a zip of a model's files: within limits, and with paths that are plain.

import { unzipSync } from 'fflate';
import type { ArchiveLimits } from '../../ml/modules';
import { pathProblem, plainPath } from '../../ml/modules/paths';
import type { Files } from './source';

/** @throws Error, in words, for one that is damaged, too large, or has paths that lead elsewhere */
export async function unzip(file: Blob, limits: ArchiveLimits): Promise<Files> {
  let [entries, unpacked] = [0, 0];
  const paths = new Set<string>();
  const filter = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }) => {
    if (name.endsWith('/')) return false;
    entries += 1;
    unpacked += originalSize;
    if (entries > limits.entries) throw new Error(`There are more than ${limits.entries} files in the zip.`);
    const much = unpacked > limits.ratioFloor && unpacked > limits.ratio * file.size;
    if (unpacked > limits.unpacked || much) throw new Error('The zip unpacks to more than any model has.');
    const problem = pathProblem(plainPath(name));
    if (problem) throw new Error(`The path “${name.slice(0, 60)}” in the zip ${problem}.`);
    if (paths.has(name)) throw new Error(`“${name.slice(0, 60)}” is in the zip twice.`);
    paths.add(name);
    return true;
  };
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })));
  } catch (error) {
    // What the packer's own errors say is for programmers.
    if (error instanceof Error && !('code' in error)) throw error;
    throw new Error('The zip is damaged, or cut off.');
  }
}
