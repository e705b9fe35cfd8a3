// The configurations' service, behind the interface of src/wire/configs.ts: files that come with the app, and one's own.
// What reads and checks them is loaded when it is first asked for.

import { deleteConfig, putConfig } from '../../storage/configs';
import type { ConfigFile, ConfigSummary, ConfigsService } from '../../wire/configs';
import { ServiceError } from '../../wire/errors';
import type { ServiceEvent } from '../../wire/events';
import { MAX_CONFIG_CHARACTERS, MAX_CONFIGS } from '../../wire/limits';
import { newId } from '../../wire/new-id';
import { guarded } from '../errors';
import { Breath, Serial } from '../pace';
import type { Gist } from './checking';
import { checkFileName, copyName, sameName, stemOf } from './names';
import { type Asset, Shelf, type Shelved } from './shelf';

interface ConfigsDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly asset: Asset;
  /** How many points the Points page has. */
  readonly points: () => Promise<number>;
}

interface ConfigsHandle {
  readonly service: ConfigsService;
  /** Grows with every change of one's own. */
  rev(): number;
  /** Keeps still until `resume` or `reload`: what is to be saved meanwhile waits. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
}

export function openConfigs(deps: ConfigsDependencies): ConfigsHandle {
  const configs = new Configs(deps);
  return {
    service: guarded<ConfigsService>(configs.methods()),
    rev: () => configs.rev,
    suspend: () => configs.suspend(),
    resume: async () => configs.resume(),
    reload: async () => configs.reload(),
  };
}

const checking = () => import('./checking');

class Configs {
  rev = 0;
  private readonly shelf: Shelf;
  /** Changes, one after the other: each looks at the names there are. */
  private readonly changes = new Serial();
  private wake: (() => void) | null = null;
  /** What texts say of themselves, for lists, by id. */
  private readonly gists = new Map<string, { readonly text: string; readonly gist: Gist }>();

  constructor(private readonly deps: ConfigsDependencies) {
    this.shelf = new Shelf(deps.asset);
  }

  methods(): ConfigsService {
    return {
      list: () => this.list(),
      read: (id) => this.read(id),
      save: (file) => this.changes.run(() => this.save(file)),
      duplicate: (id) => this.changes.run(() => this.duplicate(id)),
      remove: (id) => this.changes.run(() => this.remove(id)),
      check: async (text, overrides = []) => {
        const [{ checkText }, { lookForData }] = await Promise.all([checking(), import('./present')]);
        return checkText(text, overrides, (wanted) => lookForData(wanted, this.deps.points));
      },
      complete: async (text, line, column) => (await checking()).completeAt(text, line, column),
    };
  }

  /** Resolves once the changes under way are made. */
  suspend(): Promise<void> {
    return new Promise((still) => {
      void this.changes.run(() => {
        const asleep = new Promise<void>((wake) => {
          this.wake = wake;
        });
        still();
        return asleep;
      });
    });
  }

  resume(): void {
    this.wake?.();
    this.wake = null;
  }

  reload(): void {
    this.gists.clear();
    this.resume();
    this.changed();
  }

  private async list(): Promise<readonly ConfigSummary[]> {
    const files = await this.shelf.all();
    const there = new Set(files.map(({ id }) => id));
    for (const id of this.gists.keys()) if (!there.has(id)) this.gists.delete(id);
    const breath = new Breath();
    const summaries: ConfigSummary[] = [];
    for (const file of files) {
      summaries.push(await this.summary(file));
      await breath.take();
    }
    return summaries;
  }

  private async summary({ id, file_name, text, shipped, changed_at }: Shelved): Promise<ConfigSummary> {
    const known = this.gists.get(id);
    const gist = known?.text === text ? known.gist : (await checking()).gistOf(text);
    this.gists.set(id, { text, gist });
    return { id, file_name, shipped, ...gist, name: gist.name || stemOf(file_name), changed_at };
  }

  private async read(id: string): Promise<ConfigFile> {
    const file = await this.found(id);
    return { ...(await this.summary(file)), text: file.text };
  }

  private async found(id: string): Promise<Shelved> {
    const file = await this.shelf.find(String(id));
    if (file) return file;
    throw new ServiceError('not_found', `There is no configuration “${String(id).slice(0, 100)}”.`, [
      { field: 'id', message: 'is not that of a configuration' },
    ]);
  }

  private async save({ id, file_name, text, changed_at }: Parameters<ConfigsService['save']>[0]): Promise<string> {
    checkText(text);
    const before = id === null ? null : await this.found(id);
    if (before?.shipped) throw shippedStays(before);
    if (before && changed_at !== undefined && before.changed_at !== changed_at) {
      throw new ServiceError('conflict', `“${before.file_name}” was changed elsewhere since it was opened here.`, [
        { field: 'changed_at', message: `it was changed at ${before.changed_at}` },
      ]);
    }
    const name = checkFileName(file_name);
    const files = await this.shelf.all();
    // A name that it has already may stay, though a new version of the app ships a file of that name.
    const taken =
      before?.file_name !== name && files.find((it) => it.id !== before?.id && sameName(it.file_name, name));
    if (taken) {
      const whose = taken.shipped ? 'comes with the app' : 'is here already';
      throw new ServiceError('conflict', `A configuration “${taken.file_name}” ${whose}: choose another name.`, [
        { field: 'file_name', message: 'is taken' },
      ]);
    }
    return this.put({ id: before?.id ?? null, file_name: name, text }, files);
  }

  private async duplicate(key: string): Promise<string> {
    const file = await this.found(key);
    const files = await this.shelf.all();
    const file_name = copyName(file.file_name, (name) => files.some((it) => sameName(it.file_name, name)));
    const { renamed } = await checking();
    const { name } = await this.summary(file);
    const copy = renamed(file.text, `${name} (copy)`.slice(0, 100));
    // Its own name may be too much for a text that is as long as any may be.
    const text = copy.length > MAX_CONFIG_CHARACTERS ? file.text : copy;
    return this.put({ id: null, file_name, text }, files);
  }

  private async put(
    { id, file_name, text }: { readonly id: string | null; readonly file_name: string; readonly text: string },
    files: readonly Shelved[],
  ): Promise<string> {
    if (id === null && files.filter(({ shipped }) => !shipped).length >= MAX_CONFIGS) {
      throw new ServiceError('conflict', `There are ${MAX_CONFIGS} configurations already: delete some first.`);
    }
    const record = { id: id ?? newId(), file_name, text, changed_at: new Date().toISOString() };
    await putConfig(record);
    this.changed();
    return record.id;
  }

  private async remove(key: string): Promise<void> {
    const file = await this.found(key);
    if (file.shipped) throw shippedStays(file);
    await deleteConfig(file.id);
    this.changed();
  }

  private changed(): void {
    this.rev += 1;
    this.deps.emit({ type: 'configs', rev: this.rev });
  }
}

function checkText(text: unknown): asserts text is string {
  if (typeof text !== 'string') throw new ServiceError('invalid', 'A configuration is a text.');
  if (text.length <= MAX_CONFIG_CHARACTERS) return;
  const [has, most] = [text.length, MAX_CONFIG_CHARACTERS].map((n) => n.toLocaleString('en'));
  throw new ServiceError('too_large', `A configuration may have ${most} characters; this one has ${has}.`, [
    { field: 'text', message: `has ${has} characters` },
  ]);
}

function shippedStays({ file_name }: Shelved): ServiceError {
  return new ServiceError('conflict', `“${file_name}” comes with the app and stays as it is: make a copy of it.`);
}
