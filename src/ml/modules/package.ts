// A model archive from a module's files, as `aimodellib package` makes one: the same options, with the same defaults.

import type { ModelArchive } from './contents';
import { ArchiveError, quoted } from './errors';
import {
  type Json,
  MANIFEST_DEFAULTS,
  MANIFEST_NAME,
  type Manifest,
  type ManifestFields,
  parseManifest,
} from './manifest';
import { byCodeUnits, joined, plainPath } from './paths';

/** What the manifest has where `aimodellib package` is not told otherwise (pack.py; its README, "The Packaging Module"). */
export const PACKAGE_DEFAULTS = {
  ...MANIFEST_DEFAULTS,
  trainingScript: 'train.py',
  servingScript: 'serve.py',
} as const satisfies Omit<ManifestFields, 'module'>;

/** --output's default. */
export const PACKAGE_NAME = 'model.tar.gz';

export interface PackageOptions extends Partial<ManifestFields> {
  /** In place of all other options: what a manifest file holds. */
  readonly manifest?: Manifest;
  /** Parameters beside those. */
  readonly extra?: Readonly<Record<string, Json>>;
}

/**
 * @param files by path from the module's folder; requirements.txt among them, where there is one
 * @throws ArchiveError for options that no manifest can hold; `writeArchive` checks the rest
 */
export function packageModule(
  files: Iterable<readonly [string, Uint8Array<ArrayBuffer>]>,
  { manifest: given, extra = {}, ...options }: PackageOptions = {},
): ModelArchive {
  const manifest = given ?? parseManifest({ ...extra, ...PACKAGE_DEFAULTS, ...options });
  const folder = plainPath(manifest.module);
  const placed = [...files].map(([path, bytes]) => [joined(folder, path), bytes] as const);
  if (placed.some(([path]) => path === MANIFEST_NAME)) {
    const message = `A module at the archive's root cannot have a ${quoted(MANIFEST_NAME)} of its own. Name a folder for it in “module”.`;
    throw new ArchiveError('contents', message, { entry: MANIFEST_NAME, field: 'module' });
  }
  return { manifest, files: new Map(placed.sort(([a], [b]) => byCodeUnits(a, b))) };
}
