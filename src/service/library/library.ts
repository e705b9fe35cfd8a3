// All models there are, over the sources that know them: which there are, what they are made of, putting them aside and
// bringing them back.

import { whenFull } from '../../storage/db';
import { deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import type { LibraryModel, ModelChange, ModelKind } from '../../wire/library';
import { Serial } from '../points/pace';
import { Abouts, checkChange } from './about';
import { type Aside, asideOf, clearAside, forgetAside, freeAside, layAside, noneAside } from './aside';
import type { LibraryHost, OfKind } from './host';
import type { LibraryDependencies } from './index';
import { LiveStream } from './live-stream';
import { Mixtures } from './mixtures';
import { ModuleRuns } from './module-runs';
import { Modules } from './modules';
import type { Known, ModelSource } from './source';
import { Tasks } from './tasks';
import { Texts } from './texts';
import { Trained } from './trained';
import { LibraryWorker } from './worker';

interface Found {
  readonly model: LibraryModel;
  readonly source: string;
}

export class Library {
  readonly abouts = new Abouts();
  readonly mixtures: Mixtures;
  readonly texts: Texts;
  readonly trained: Trained;
  readonly modules: Modules;
  readonly tasks: Tasks;
  readonly runs: ModuleRuns;
  private readonly sources: Readonly<Record<string, ModelSource>>;
  /** Changes of models, one after the other; none while everything is backed up or replaced. */
  private readonly changes = new Serial();
  private release: (() => void) | null = null;
  private readonly worker: LibraryWorker;

  constructor(
    readonly deps: LibraryDependencies,
    /** The list is another. */
    readonly changed: () => void,
    /** A training went on. */
    told: () => void,
  ) {
    const { models, reviews, runs, stream, emit } = deps;
    const { abouts } = this;
    this.worker = new LibraryWorker(deps.env);
    const toldModels = () => emit({ type: 'models' });
    this.mixtures = new Mixtures(models, abouts, toldModels);
    this.texts = new Texts(reviews, abouts, async () => {
      emit({ type: 'reviews', state: await reviews.service.state() });
      changed();
    });
    this.trained = new Trained(runs, abouts, changed, () => reviews.parts.catalogue.list());
    this.modules = new Modules(abouts, changed);
    this.tasks = new Tasks(() => emit({ type: 'task' }), deps.env.locks ?? null);
    this.runs = new ModuleRuns(this.modules, this.tasks, told, (work) => this.change(work));
    const live = new LiveStream(stream, abouts);
    this.sources = {
      ...{ mixtures: this.mixtures, texts: this.texts, trained: this.trained },
      ...{ stream: live, modules: this.modules },
    };
  }

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    this.resume();
    whenFull(freeAside);
    try {
      await clearAside();
      await this.abouts.open();
      await this.runs.open();
    } catch (error) {
      const title = 'The library of models could not be opened';
      const message = `${error instanceof Error ? error.message : String(error)} What is stored was left as it is.`;
      this.deps.emit({ type: 'notice', notice: { level: 'error', title, message } });
    }
  }

  async suspend(): Promise<void> {
    const { promise, resolve } = deferred<void>();
    await new Promise<void>((still) => {
      void this.changes.run(() => {
        still();
        return promise;
      });
    });
    this.release = resolve;
  }

  resume(): void {
    this.release?.();
    this.release = null;
  }

  /** One after the other. */
  change<T>(work: () => Promise<T>): Promise<T> {
    return this.changes.run(work);
  }

  // ---------------------------------------------------------------- which there are

  /** Newest first, those that come with the app last. */
  async list(): Promise<readonly LibraryModel[]> {
    const lists = await Promise.all(Object.values(this.sources).map((source) => source.list()));
    const rank = ({ origin }: Known) => (origin === 'shipped' ? 1 : 0);
    return lists
      .flat()
      .map((known) => this.withAbout(known))
      .sort((a, b) => rank(a) - rank(b) || b.created_at.localeCompare(a.created_at) || b.version - a.version);
  }

  async find(id: string): Promise<Found> {
    const [found] = await this.findAll([id]);
    return found;
  }

  /** One look at each source for all of them, and none at those after the last is found. */
  private async findAll(ids: readonly string[]): Promise<readonly Found[]> {
    const found = new Map<string, Found>();
    const missing = new Set(ids);
    for (const [source, models] of Object.entries(this.sources)) {
      if (missing.size === 0) break;
      for (const known of await models.list()) {
        if (missing.delete(known.id)) found.set(known.id, { model: this.withAbout(known), source });
      }
    }
    const details = [...missing].map((id) => ({ field: 'id', message: String(id) }));
    if (missing.size > 0) throw new ServiceError('not_found', 'There is no such model.', details);
    return [...found.values()];
  }

  private withAbout(known: Known): LibraryModel {
    const { tags, note } = this.abouts.of(known.id);
    return { ...known, tags, note };
  }

  async ofKind(id: string): Promise<OfKind & { readonly model: LibraryModel; readonly kind: ModelKind }> {
    const { model, source } = await this.find(id);
    return { model, kind: model.kind, files: await this.sources[source].files(id) };
  }

  // ---------------------------------------------------------------- changes

  update(id: string, change: ModelChange): Promise<void> {
    return this.change(async () => {
      const { source } = await this.find(id);
      const { name, ...rest } = checkChange(change);
      const rename = this.sources[source].rename;
      if (typeof name === 'string' && rename) await rename(id, name);
      const own = typeof name === 'string' && !rename ? { ...rest, name } : rest;
      if (Object.keys(own).length > 0) await this.abouts.change(id, own);
      this.changed();
    });
  }

  /** Resolves with those that `restore` can bring back. */
  remove(ids: readonly string[]): Promise<readonly string[]> {
    return this.change(async () => {
      // All are looked at before the first goes.
      const found = await this.findAll(ids);
      for (const { model } of found) checkFree(model);
      const aside = new Set<string>();
      const lost: string[] = [];
      for (const { model, source } of found) {
        const { id, kind, bytes } = model;
        const kept = await this.sources[source].pack(id);
        const undone = await layAside(id, { source, kind, bytes, kept }, aside);
        try {
          await this.sources[source].remove(id);
        } catch (error) {
          await forgetAside(id);
          throw error;
        }
        if (undone) aside.add(id);
        else {
          lost.push(`“${model.name}”`);
          await this.abouts.remove(id);
        }
      }
      if (lost.length > 0) this.tellLost(lost);
      this.changed();
      return [...aside];
    });
  }

  private tellLost(names: readonly string[]): void {
    const title = `Deleted for good: ${names.join(', ')}`;
    const message = 'The browser’s storage for this site is full: there was no room to keep a copy for Undo.';
    this.deps.emit({ type: 'notice', notice: { level: 'warning', title, message } });
  }

  /**
   * Those that can be; rejects 'not_found' with the others. One that is here, since the app ended before it was deleted or
   * after it was brought back, stays as it is.
   */
  restore(ids: readonly string[]): Promise<void> {
    return this.change(async () => {
      const none: string[] = [];
      const here = new Set((await this.list()).map(({ id }) => id));
      for (const id of ids) {
        const aside = await asideOf(id);
        if (!aside) none.push(id);
        else if (here.has(id)) await forgetAside(id);
        else await this.bringBack(id, aside);
      }
      this.changed();
      if (none.length > 0) throw noneAside(none);
    });
  }

  private async bringBack(id: string, { source, kept }: Aside): Promise<void> {
    await this.sources[source].restore(kept);
    // For want of room it may have gone from storage with all that was aside.
    await this.abouts.rewrite(id);
    await forgetAside(id);
  }

  // ---------------------------------------------------------------- the worker

  host<T>(work: (host: LibraryHost) => Promise<T>): Promise<T> {
    return this.worker.ask(work);
  }
}

function checkFree({ id, name, origin, in_use }: LibraryModel): void {
  const details = [{ field: 'id', message: id }];
  if (origin === 'shipped') {
    throw new ServiceError('conflict', `“${name}” comes with the app and cannot be removed.`, details);
  }
  if (in_use) throw new ServiceError('conflict', `“${name}” is in use now: put another in its place first.`, details);
}
