// What is done to configurations: written, saved, copied, renamed, removed, brought in and taken away. Nothing that was
// typed is given up but where people say so.

import { service } from '../../../client';
import type { ConfigKind } from '../../../wire/configs';
import { ServiceError } from '../../../wire/errors';
import { MAX_CONFIG_CHARACTERS } from '../../../wire/limits';
import { attempt, attempted } from '../../components/attempt';
import { downloadBlob } from '../../components/download';
import { showError } from '../../components/notify';
import { type Draft, keepDraft } from './drafts';
import { FIRST_TEXTS, freeName, stemOf } from './names';
import { type Override, openFile, useConfigs } from './store';
import { reopen } from './sync';

/** The editor has this text now. */
export function edit(id: string, text: string): void {
  const ui = useConfigs.getState();
  const { drafts } = ui;
  const file = openFile(ui, id);
  if (file?.text === text) {
    revert(id);
    return;
  }
  const { file_name, base } = drafts[id] ?? {
    file_name: file?.file_name ?? 'config.yaml',
    base: file?.changed_at ?? null,
  };
  setDraft(id, { text, file_name, base });
}

/** Gives up what was typed. */
export function revert(id: string): void {
  setDraft(id, null);
  useConfigs.setState({ clash: null });
}

function setDraft(id: string, draft: Draft | null): void {
  const { [id]: _, ...others } = useConfigs.getState().drafts;
  const drafts = draft ? { ...others, [id]: draft } : others;
  useConfigs.setState({ drafts, draftsKept: keepDraft(id, draft) });
}

/**
 * Keeps what was typed, of a file that ships as one's own copy. Resolves with the id it is kept under, or null where it
 * could not be (and was said). `over`: what was saved elsewhere meanwhile is given up.
 */
export async function save(id: string, over = false): Promise<string | null> {
  const ui = useConfigs.getState();
  const draft = ui.drafts[id];
  if (!draft) return id;
  const file = openFile(ui, id);
  const own = file !== null && !file.shipped;
  const { text } = draft;
  try {
    const kept = await service.configs.save(
      own
        ? { id, file_name: file.file_name, text, changed_at: over ? undefined : draft.base }
        : {
            id: null,
            file_name: freeName(file ? `${stemOf(file.file_name)}-copy` : draft.file_name, ui.list ?? []),
            text,
          },
    );
    const saved = await service.configs.read(kept);
    const now = useConfigs.getState();
    // What was typed while it was saved is a change to what was saved.
    const later = now.drafts[id]?.text ?? text;
    setDraft(id, null);
    if (later !== text) setDraft(kept, { text: later, file_name: saved.file_name, base: saved.changed_at });
    const { opened } = now;
    const shown = opened.phase === 'open' && opened.file.id === kept;
    useConfigs.setState({ clash: null, ...(shown ? { opened: { ...opened, file: saved } } : {}) });
    return kept;
  } catch (error) {
    const clash = error instanceof ServiceError && error.details.some(({ field }) => field === 'changed_at');
    if (clash) {
      useConfigs.setState({ clash: id });
      await reopen();
    } else showError(error, 'save the configuration');
    return null;
  }
}

export function create(kind: ConfigKind): Promise<string | undefined> {
  const file_name = freeName(`my-${kind}`, useConfigs.getState().list ?? []);
  return attempt('make a configuration', () => service.configs.save({ id: null, file_name, text: FIRST_TEXTS[kind] }));
}

/** Of what is stored, not of what was typed. */
export function duplicate(id: string): Promise<string | undefined> {
  return attempt('copy the configuration', () => service.configs.duplicate(id));
}

export function rename(id: string, name: string): Promise<boolean> {
  return attempted('rename the configuration', async () => {
    const file = await service.configs.read(id);
    await service.configs.save({ id, file_name: name, text: file.text, changed_at: file.changed_at });
    const renamed = await service.configs.read(id);
    // What was typed goes on from the file under its new name.
    const draft = useConfigs.getState().drafts[id];
    if (draft && draft.base === file.changed_at) {
      setDraft(id, { ...draft, file_name: renamed.file_name, base: renamed.changed_at });
    }
    await reopen();
  });
}

export function remove(id: string): Promise<boolean> {
  return attempted('delete the configuration', async () => {
    await service.configs.remove(id);
    revert(id);
  });
}

/** Resolves with the id of the last that could be taken. */
export async function importFiles(files: readonly File[]): Promise<string | undefined> {
  let last: string | undefined;
  for (const file of files) {
    const taken = await attempt(`import ${file.name}`, async () => {
      const text = await textOf(file);
      const list = await service.configs.list();
      return service.configs.save({ id: null, file_name: freeName(file.name, list), text });
    });
    last = taken ?? last;
  }
  return last;
}

/** @throws ServiceError for what cannot be a configuration. */
async function textOf(file: File): Promise<string> {
  const { name, size } = file;
  if (!/\.ya?ml$/i.test(name)) throw new ServiceError('malformed', `${name} is no .yaml file.`);
  // UTF-8 has at most three bytes a UTF-16 unit, and may begin with a mark: what is larger need not be read.
  if (size > 3 * MAX_CONFIG_CHARACTERS + 3) {
    const most = MAX_CONFIG_CHARACTERS.toLocaleString('en');
    throw new ServiceError('too_large', `${name} is too large to be a configuration: ${most} characters are accepted.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new ServiceError('malformed', `${name} is no text in UTF-8.`);
  }
}

/** What stands in the editor, as a file. */
export function download(fileName: string, text: string): void {
  downloadBlob(new Blob([text], { type: 'application/yaml' }), fileName);
}

export function addOverride(id: string): void {
  setOverrides(id, (before) => [...before, { key: Math.max(0, ...before.map(({ key }) => key)) + 1, text: '' }]);
}

export function changeOverride(id: string, key: number, text: string): void {
  setOverrides(id, (before) => before.map((override) => (override.key === key ? { key, text } : override)));
}

export function removeOverride(id: string, key: number): void {
  setOverrides(id, (before) => before.filter((override) => override.key !== key));
}

function setOverrides(id: string, change: (before: readonly Override[]) => readonly Override[]): void {
  useConfigs.setState(({ overrides }) => ({ overrides: { ...overrides, [id]: change(overrides[id] ?? []) } }));
}
