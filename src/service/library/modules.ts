// Modules that people wrote or imported, as models of the library: their files lie in the library's own store.

import { readModuleFiles } from '../../storage/library';
import { ServiceError } from '../../wire/errors';
import { type About, type Abouts, noAbout } from './about';
import type { Files, Known, ModelSource } from './source';

interface Kept {
  readonly about: About;
  readonly files: Files;
}

export class Modules implements ModelSource {
  private readonly revisions = new Map<string, number>();

  constructor(
    private readonly abouts: Abouts,
    private readonly changed: () => void,
  ) {}

  async list(): Promise<readonly Known[]> {
    return this.abouts.modules().map(({ id, name, imported, module: { created_at, bytes } }) => ({
      ...{ id, name: name ?? id, kind: 'module', architecture: '', version: 1, parent: null, bytes, created_at },
      ...{ data: imported ?? '', metrics: {}, parameters: null, run: null, in_use: false },
      origin: imported === null ? 'own' : 'imported',
    }));
  }

  files(id: string): Promise<Files> {
    return readModuleFiles(id);
  }

  readonly rename = null;

  async pack(id: string): Promise<Kept> {
    return { about: this.existing(id), files: await readModuleFiles(id) };
  }

  async remove(id: string): Promise<void> {
    this.existing(id);
    await this.abouts.remove(id);
    this.changed();
  }

  async restore(kept: unknown): Promise<void> {
    const { about, files } = kept as Kept;
    await this.abouts.putModule(about, files);
    this.changed();
  }

  /** @param imported what it was read from; null for one that is written here */
  async add(name: string, manifest: Record<string, unknown>, files: Files, imported: string | null): Promise<string> {
    const id = crypto.randomUUID();
    const module = { created_at: new Date().toISOString(), bytes: sizeOf(files), manifest };
    await this.abouts.putModule({ ...noAbout(id), name, imported, module }, files);
    this.changed();
    return id;
  }

  /** One file more, another in its place, or, with null, one less. */
  write(id: string, path: string, bytes: Uint8Array | null): Promise<void> {
    return this.writeAll(id, new Map([[path, bytes]]));
  }

  /** All of them, or none where it rejects; null removes a file. */
  async writeAll(id: string, changes: ReadonlyMap<string, Uint8Array | null>): Promise<void> {
    const about = this.existing(id);
    const files = new Map(await readModuleFiles(id));
    for (const [path, bytes] of changes) {
      if (bytes) files.set(path, bytes);
      else files.delete(path);
    }
    await this.abouts.putModule({ ...about, module: { ...about.module, bytes: sizeOf(files) } }, files);
    this.revisions.set(id, this.revision(id) + 1);
    this.changed();
  }

  /** Grows with every change of its files on this visit. */
  revision(id: string): number {
    return this.revisions.get(id) ?? 0;
  }

  existing(id: string): About & { readonly module: NonNullable<About['module']> } {
    const about = this.abouts.modules().find((one) => one.id === id);
    if (!about) throw new ServiceError('not_found', 'There is no such module.', [{ field: 'id', message: String(id) }]);
    return about;
  }
}

function sizeOf(files: Files): number {
  let bytes = 0;
  for (const file of files.values()) bytes += file.length;
  return bytes;
}
