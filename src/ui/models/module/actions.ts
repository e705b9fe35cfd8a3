// What the controls of a module do: service calls whose errors are shown, never thrown.

import { service } from '../../../client';
import { attempt, attempted } from '../../components/attempt';
import { downloadBlob } from '../../components/download';
import { plural } from '../../components/format';
import { showDone } from '../../components/notify';
import { showUndo } from '../../components/undo';
import { useModels } from '../store';
import { goTo } from '../views';
import { argsOf } from './args';
import { keepText, openFile } from './desk';
import { type Settings, useModule } from './store';

/** One to start from, and goes to it. */
export async function createModule(): Promise<void> {
  const names = new Set(useModels.getState().models?.map(({ name }) => name));
  let name = 'My module';
  for (let i = 2; names.has(name); i++) name = `My module ${i}`;
  const id = await attempt('make a module', () => service.library.createModule(name, 'template'));
  if (id !== undefined) goTo({ view: 'model', id });
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

/** Those that are chosen; one of a name that is there takes its place, which can be undone. */
export async function bringFiles(id: string, files: readonly File[]): Promise<void> {
  const before = new Map<string, Uint8Array | null>();
  const brought = await attempted('add the files', async () => {
    for (const file of files) {
      before.set(file.name, has(file.name) ? await service.library.readModuleFile(id, file.name) : null);
      await service.library.writeModuleFile(id, file.name, new Uint8Array(await file.arrayBuffer()));
    }
  });
  if (brought && files.length > 0) {
    const one = files.length === 1 ? files[0]!.name : plural(files.length, 'file');
    doneWithUndo(`${one} added`, () => putBack(id, before));
  }
}

export async function renameFile(id: string, from: string, to: string): Promise<boolean> {
  await keepText();
  return attempted('rename the file', async () => {
    await service.library.changeModule(id, { move: { from, to } });
    useModule.setState({ files: await service.library.moduleFiles(id) });
    const { desk } = useModule.getState();
    if (desk.phase !== 'none' && desk.path === from) await openFile(to);
  });
}

export async function deleteFile(id: string, path: string): Promise<boolean> {
  await keepText();
  const bytes = await attempt('delete the file', async () => {
    const kept = await service.library.readModuleFile(id, path);
    await service.library.writeModuleFile(id, path, null);
    return kept;
  });
  if (!bytes) return false;
  doneWithUndo(`${path} deleted`, () => putBack(id, new Map([[path, bytes]])));
  return true;
}

export async function downloadFile(id: string, path: string): Promise<void> {
  await keepText();
  const bytes = await attempt('download the file', () => service.library.readModuleFile(id, path));
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
