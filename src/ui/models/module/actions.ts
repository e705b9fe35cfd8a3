// What the controls of a module do: service calls whose errors are shown, never thrown.

import { service } from '../../../client';
import { joined } from '../../../ml/modules/paths';
import type { LibraryModel, ModelFile } from '../../../wire/library';
import { attempt, attempted } from '../../components/attempt';
import { downloadBlob } from '../../components/download';
import { plural } from '../../components/format';
import { showDone } from '../../components/notify';
import { showUndo } from '../../components/undo';
import { lookInto } from '../actions';
import { useModels } from '../store';
import { goTo } from '../views';
import { argsOf } from './args';
import { keepText, openFile } from './desk';
import { type Settings, useModule } from './store';

/** One to start from, and goes to it. */
export async function createModule(): Promise<void> {
  const name = freeName('My module');
  const id = await attempt('make a module', () => service.library.createModule(name, 'template'));
  if (id !== undefined) goTo({ view: 'model', id });
}

/** Another with the same files, and goes to it. */
export async function duplicateModule({ id, name }: Pick<LibraryModel, 'id' | 'name'>): Promise<void> {
  const another = freeName(`${name.slice(0, 90)} copy`);
  const made = await attempt('duplicate the module', async () => {
    // What was typed belongs to both.
    await keepFirst();
    return service.library.createModule(another, { copy_of: id });
  });
  if (made === undefined) return;
  showDone(`${another} made`);
  goTo({ view: 'model', id: made });
}

/** @throws where what was typed could not be kept, of the file of that path alone where one is named. */
async function keepFirst(path?: string): Promise<void> {
  const { desk } = useModule.getState();
  if ((await keepText()) || (path !== undefined && (desk.phase !== 'open' || desk.path !== path))) return;
  throw new Error('What was typed could not be kept.');
}

/** "My module", "My module 2" … */
function freeName(wanted: string): string {
  const names = new Set(useModels.getState().models?.map(({ name }) => name));
  let name = wanted;
  for (let i = 2; names.has(name); i++) name = `${wanted} ${i}`;
  return name;
}

// ---------------------------------------------------------------- training

export function set(change: Partial<Settings>): void {
  const { settings } = useModule.getState();
  if (settings) useModule.setState({ settings: { ...settings, ...change } });
}

export async function train(id: string): Promise<void> {
  const { settings } = useModule.getState();
  const read = argsOf(settings?.args ?? '');
  if (!settings || !read.ok) return;
  const { tensorboard, seconds } = settings;
  await attempted('train the module', async () => {
    // What was typed is what is trained.
    if (!(await keepText())) throw new Error('What was typed could not be kept, so that it could not be run.');
    await service.library.train(id, { args: read.args, tensorboard, seconds });
  });
}

/** The one that was interrupted. */
export async function resumeTraining(id: string): Promise<void> {
  await attempted('go on with the training', async () => {
    if (!(await keepText())) throw new Error('What was typed could not be kept, so that it could not be run.');
    await service.library.resumeTraining(id);
  });
}

export async function stopTraining(): Promise<void> {
  await attempted('stop the training', () => service.library.stop());
}

// ---------------------------------------------------------------- files

export function addFile(id: string, path: string): Promise<boolean> {
  return attempted('make the file', async () => {
    if (has(path)) throw new Error(`The module has a file ${path} already.`);
    await service.library.writeModuleFile(id, path, new Uint8Array(0));
    const files = await service.library.moduleFiles(id);
    useModule.setState({ files });
    await openFile(path);
  });
}

/** Into the module's folder; one of a path that is there takes its place, which can be undone. */
export async function bringFiles(id: string, files: readonly ModelFile[]): Promise<boolean> {
  const folder = useModule.getState().info?.folder ?? '';
  const before = new Map<string, Uint8Array | null>();
  const brought = await attempted('add the files', async () => {
    // What was typed may be in one of them.
    await keepFirst();
    try {
      for (const { path: own, file } of files) {
        const path = joined(folder, own);
        before.set(path, has(path) ? await service.library.readModuleFile(id, path) : null);
        await service.library.writeModuleFile(id, path, new Uint8Array(await file.arrayBuffer()));
      }
    } catch (error) {
      // All of them, or none.
      await putBack(id, before).catch(() => {});
      throw error;
    }
  });
  if (brought && files.length > 0) {
    const one = files.length === 1 ? files[0]!.path : plural(files.length, 'file');
    const over = [...before.values()].filter((bytes) => bytes !== null).length;
    doneWithUndo(`${one} added${over > 0 ? `, ${over} in place of what was there` : ''}`, () => putBack(id, before));
  }
  return brought;
}

/** What was dropped becomes files of the module. */
export async function takeOffered(id: string): Promise<void> {
  const { offered } = useModule.getState();
  if (!offered) return;
  leaveOffered();
  const source = await attempt('read the files', () => offered.gather());
  if (!source) return;
  await bringFiles(id, source.kind === 'file' ? [{ path: source.name, file: source.file }] : source.files);
}

/** What was dropped is looked into, to be a model by itself. */
export function bringInOffered(): void {
  const { offered } = useModule.getState();
  if (!offered) return;
  leaveOffered();
  void lookInto(offered.name, offered.gather);
  goTo({ view: 'list' });
}

export function leaveOffered(): void {
  useModule.setState({ offered: null });
}

export async function renameFile(id: string, from: string, to: string): Promise<boolean> {
  return attempted('rename the file', async () => {
    await keepFirst(from);
    await service.library.changeModule(id, { move: { from, to } });
    useModule.setState({ files: await service.library.moduleFiles(id) });
    const { desk } = useModule.getState();
    if (desk.phase !== 'none' && desk.path === from) await openFile(to);
  });
}

export async function deleteFile(id: string, path: string): Promise<boolean> {
  const bytes = await attempt('delete the file', async () => {
    await keepFirst(path);
    const kept = await service.library.readModuleFile(id, path);
    await service.library.writeModuleFile(id, path, null);
    return kept;
  });
  if (!bytes) return false;
  doneWithUndo(`${path} deleted`, () => putBack(id, new Map([[path, bytes]])));
  return true;
}

export async function downloadFile(id: string, path: string): Promise<void> {
  const bytes = await attempt('download the file', async () => {
    await keepFirst(path);
    return service.library.readModuleFile(id, path);
  });
  if (bytes) downloadBlob(new Blob([bytes.slice()]), path.split('/').at(-1) ?? path);
}

export async function chooseScript(
  id: string,
  role: 'trainingScript' | 'servingScript',
  path: string | null,
): Promise<void> {
  await attempted('choose the script', () => service.library.changeModule(id, { [role]: path }));
}

function has(path: string): boolean {
  return useModule.getState().files?.some((file) => file.path === path) ?? false;
}

async function putBack(id: string, files: ReadonlyMap<string, Uint8Array | null>): Promise<void> {
  for (const [path, bytes] of files) await service.library.writeModuleFile(id, path, bytes);
}

function doneWithUndo(done: string, undo: () => Promise<void>): void {
  showUndo(done, async () => {
    if (await attempted('bring it back', undo)) showDone('It is as it was');
  });
}
