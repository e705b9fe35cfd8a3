// Modules that people wrote or imported, as models of the library: their files lie in the library's own store.

import { moduleFolder, parseManifest, scriptPath } from '../../ml/modules';
import { isScript, joined, plainPath } from '../../ml/modules/paths';
import { readModuleFiles, readModulePaths, sizeOfModuleFiles } from '../../storage/library';
import { ServiceError } from '../../wire/errors';
import type { ModuleChange, ModuleInfo } from '../../wire/library';
import { newId } from '../../wire/new-id';
import { invalid } from '../errors';
import { checkModelBytes } from '../reviews/sizes';
import { type About, type AboutModule, type Abouts, noAbout } from './about';
import { knownFormats } from './known-formats';
import { checkTogether } from './paths';
import { followed, roleOf, type ScriptRole } from './scripts';
import type { Files, Known, ModelSource } from './source';
import { afterTheEngine, type KeptTraining } from './training';

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
    return this.abouts.modules().map(({ id, name, imported, module: { created_at, bytes, trained = 0 } }) => ({
      ...{ id, name: name ?? id, kind: 'module', architecture: '', version: 1 + trained, parent: null },
      ...{ bytes, created_at, formats: knownFormats('module') },
      ...{ data: imported ?? '', metrics: {}, parameters: null, run: null, in_use: false },
      origin: imported === null ? 'own' : 'imported',
    }));
  }

  files(id: string): Promise<Files> {
    return readModuleFiles(id);
  }

  /** Of its files, without reading them. */
  paths(id: string): Promise<readonly string[]> {
    return readModulePaths(id);
  }

  readonly rename = null;

  async pack(id: string): Promise<Kept> {
    const files = await readModuleFiles(id);
    // After what was being kept of it, such as the end of its training.
    return { about: this.existing(id), files };
  }

  async remove(id: string): Promise<void> {
    this.existing(id);
    await this.abouts.remove(id);
    this.changed();
  }

  async restore(kept: unknown): Promise<void> {
    const { about, files } = kept as Kept;
    const { module } = about;
    const training = module?.training && afterTheEngine(module.training, []);
    await this.abouts.putModule({ ...about, module: module && { ...module, training } }, files);
    this.changed();
  }

  /** @param imported what it was read from; null for one that is written here */
  async add(name: string, manifest: Record<string, unknown>, files: Files, imported: string | null): Promise<string> {
    checkTogether(files.keys());
    checkModelBytes(sizeOf(files));
    const id = newId();
    const module = { created_at: new Date().toISOString(), bytes: sizeOf(files), manifest };
    await this.abouts.putModule({ ...noAbout(id), name, imported, module }, files);
    this.changed();
    return id;
  }

  /** Another with the same files and the same manifest; resolves with its id. */
  async copy(id: string, name: string): Promise<string> {
    const { module, imported } = this.existing(id);
    return this.add(name, { ...module.manifest }, await readModuleFiles(id), imported);
  }

  /** One file more, another in its place, or, with null, one less. */
  write(id: string, path: string, bytes: Uint8Array | null): Promise<void> {
    return this.writeAll(id, new Map([[path, bytes]]));
  }

  /** All of them, or none where it rejects; null removes a file. */
  async writeAll(id: string, changes: ReadonlyMap<string, Uint8Array | null>): Promise<void> {
    const folder = folderOf(this.existing(id));
    await this.changeFiles(id, changes, (module) => {
      return { ...module, manifest: followed(module.manifest, folder, changes) };
    });
  }

  /** What a training left: a version more. */
  async keepTrained(id: string, files: Files, training: KeptTraining): Promise<void> {
    this.existing(id);
    await this.changeFiles(id, files, (module) => ({ ...module, trained: (module.trained ?? 0) + 1, training }));
  }

  private async changeFiles(
    id: string,
    changes: ReadonlyMap<string, Uint8Array | null>,
    changed: (module: AboutModule['module']) => AboutModule['module'],
  ): Promise<void> {
    await checkAfter(id, changes);
    checkModelBytes(this.existing(id).module.bytes + (await growth(id, changes)));
    await this.abouts.changeFiles(id, changes, changed);
    this.revisions.set(id, this.revision(id) + 1);
    this.changed();
  }

  // ---------------------------------------------------------------- scripts

  info(id: string): Omit<ModuleInfo, 'training'> {
    const manifest = parseManifest(this.existing(id).module.manifest);
    const [trainingScript, servingScript] = [
      scriptPath(manifest, 'trainingScript'),
      scriptPath(manifest, 'servingScript'),
    ];
    const { enableTensorboard } = manifest;
    return { folder: moduleFolder(manifest), trainingScript, servingScript, enableTensorboard };
  }

  async change(id: string, { move, ...roles }: ModuleChange): Promise<void> {
    const about = this.existing(id);
    const files = await readModuleFiles(id);
    const folder = folderOf(about);
    // As they will be: what does not fit is refused before anything is moved.
    const paths = new Set(files.keys());
    if (move && paths.delete(move.from)) paths.add(move.to);
    const manifest: Record<string, unknown> = {};
    for (const role of ['trainingScript', 'servingScript'] as const) {
      const path = roles[role];
      if (path !== undefined) manifest[role] = path === null ? null : scriptIn(folder, path, role, paths);
    }
    if (move) await this.move(id, move, files);
    if (Object.keys(manifest).length === 0) return;
    await this.changeFiles(id, new Map(), (module) => ({ ...module, manifest: { ...module.manifest, ...manifest } }));
  }

  private async move(id: string, { from, to }: NonNullable<ModuleChange['move']>, files: Files): Promise<void> {
    const bytes = files.get(from);
    if (!bytes) throw new ServiceError('not_found', `The module has no file ${from}.`);
    if (from === to) return;
    if (files.has(to)) throw new ServiceError('conflict', `The module has a file ${to} already.`);
    const folder = folderOf(this.existing(id));
    const changes = new Map([
      [from, null],
      [to, bytes],
    ]);
    await this.changeFiles(id, changes, (module) => {
      const manifest = { ...module.manifest };
      // What it was for it stays for, where it still can be.
      for (const role of ['trainingScript', 'servingScript'] as const) {
        const script = manifest[role];
        if (typeof script !== 'string' || joined(folder, plainPath(script)) !== from) continue;
        manifest[role] = inside(folder, to) !== null && isScript(to) ? inside(folder, to) : null;
      }
      const own = inside(folder, to);
      const role = own === null ? null : roleOf(own);
      if (role && !manifest[role]) manifest[role] = own;
      return { ...module, manifest };
    });
  }

  // ---------------------------------------------------------------- trainings

  trainings(): readonly KeptTraining[] {
    return this.abouts.modules().flatMap(({ module: { training } }) => training ?? []);
  }

  keepTraining(training: KeptTraining): Promise<void> {
    return this.abouts.changeModule(training.model, (module) => ({ ...module, training }));
  }

  has(id: string): boolean {
    return this.abouts.modules().some((one) => one.id === id);
  }

  /** Grows with every change of its files on this visit. */
  revision(id: string): number {
    return this.revisions.get(id) ?? 0;
  }

  existing(id: string): AboutModule {
    const about = this.abouts.modules().find((one) => one.id === id);
    if (!about) throw new ServiceError('not_found', 'There is no such module.', [{ field: 'id', message: String(id) }]);
    return about;
  }
}

/** @throws ServiceError 'invalid' where the files could not lie beside each other then; what only goes is always let go */
async function checkAfter(id: string, changes: ReadonlyMap<string, Uint8Array | null>): Promise<void> {
  if ([...changes.values()].every((bytes) => bytes === null)) return;
  const paths = new Set(await readModulePaths(id));
  for (const [path, bytes] of changes) {
    if (bytes) paths.add(path);
    else paths.delete(path);
  }
  checkTogether(paths);
}

/** Bytes; what only goes is always let go. */
async function growth(id: string, changes: ReadonlyMap<string, Uint8Array | null>): Promise<number> {
  const come = [...changes.values()].reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0);
  return come === 0 ? Number.NEGATIVE_INFINITY : come - (await sizeOfModuleFiles(id, [...changes.keys()]));
}

function folderOf({ module }: AboutModule): string {
  return moduleFolder(parseManifest(module.manifest));
}

/** From the module's folder; null where it lies elsewhere. */
function inside(folder: string, path: string): string | null {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

function scriptIn(folder: string, path: string, role: ScriptRole, paths: ReadonlySet<string>): string {
  const own = inside(folder, path);
  if (own !== null && isScript(path) && paths.has(path)) return own;
  throw invalid(role, `${path} is no script of the module: it needs a file that ends in .js, .mjs, .ts or .mts.`);
}

function sizeOf(files: Files): number {
  let bytes = 0;
  for (const file of files.values()) bytes += file.length;
  return bytes;
}
