// All models there are, over the sources that know them: which there are, what they are made of, putting them aside and
// bringing them back.

import { isStored } from '../../storage/aside';
import { whenFull } from '../../storage/db';
import { FileLostError, QuotaExceededError } from '../../storage/errors';
import { deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import type { LibraryModel, ModelChange, ModelKind } from '../../wire/library';
import { messageOf } from '../errors';
import { Serial } from '../pace';
import { byWorker, type ExportRun, Exports } from '../texts/exporting';
import { Abouts, checkChange } from './about';
import { type Aside, asideOf, clearAside, forgetAside, freeAside, layAside, noneAside } from './aside';
import type { LibraryHost, OfKind } from './host';
import { Incoming } from './incoming';
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
  readonly exports: Exports;
  readonly incoming: Incoming;
  private readonly sources: Readonly<Record<string, ModelSource>>;
  /** Changes of models, one after the other; none while everything is backed up or replaced. */
  private readonly changes = new Serial();
  private release: (() => void) | null = null;
  /** Copies that are being brought back: they give way to nothing. */
  private readonly comingBack = new Set<string>();
  private readonly worker: LibraryWorker;

  constructor(
    readonly deps: LibraryDependencies,
    /** The list is another. */
    readonly changed: () => void,
    /** A training, an export or an import went on. */
    told: () => void,
  ) {
    const { models, reviews, runs, stream, emit } = deps;
    const { abouts } = this;
    this.worker = new LibraryWorker(deps.env);
    this.exports = new Exports(told);
    this.incoming = new Incoming(told);
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
    whenFull(() => freeAside(this.comingBack));
    try {
      await clearAside();
      await this.abouts.open();
      await this.runs.open();
    } catch (error) {
      const title = 'The library of models could not be opened';
      const message = `${messageOf(error)} What is stored was left as it is.`;
      this.deps.emit({ type: 'notice', notice: { level: 'error', title, message } });
    }
    // What waits finds what was read.
    this.resume();
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

  /** Resolves with those that `restore` can bring back. One that cannot be deleted keeps none of the others; it is named. */
  remove(ids: readonly string[]): Promise<readonly string[]> {
    return this.change(async () => {
      // All are looked at before the first goes.
      const found = await this.findAll(ids);
      for (const { model } of found) checkFree(model);
      const aside = new Set<string>();
      const lost = { [NO_ROOM]: [] as string[], [UNREADABLE]: [] as string[] };
      const stayed: string[] = [];
      let failure: unknown;
      for (const one of found) {
        const { id, name } = one.model;
        try {
          const why = await this.putAside(one, aside);
          if (why === null) aside.add(id);
          else lost[why].push(name);
        } catch (error) {
          failure = error;
          stayed.push(name);
        }
      }
      this.changed();
      // Nothing went: why is all there is to tell.
      if (stayed.length === found.length && found.length > 0) throw failure;
      this.tell('warning', 'Deleted for good', lost[NO_ROOM], NO_ROOM);
      this.tell('warning', 'Deleted for good', lost[UNREADABLE], UNREADABLE);
      const why = messageOf(failure);
      this.tell('error', 'Could not be deleted', stayed, `${why} What is named here is as it was.`);
      return [...aside];
    });
  }

  /** Resolves with null, or with why there is no copy of it to be brought back. */
  private async putAside({ model, source }: Found, company: ReadonlySet<string>): Promise<NoCopy | null> {
    const { id, kind, bytes } = model;
    this.runs.stopOf(id);
    const kept = await this.sources[source].pack(id).catch(nullIfLost);
    const undone = kept !== null && (await layAside(id, { source, kind, bytes, kept }, company));
    try {
      await this.sources[source].remove(id);
    } catch (error) {
      // What failed may have come after: then the copy is all there is of it.
      if (await isStored(id)) {
        await forgetAside(id);
        throw error;
      }
    }
    if (undone) return null;
    await this.abouts.remove(id);
    return kept === null ? UNREADABLE : NO_ROOM;
  }

  /** Takes away what came in a moment ago, with nothing kept for Undo; within `change`. */
  async discard(id: string): Promise<void> {
    const { source } = await this.find(id);
    await this.sources[source].remove(id);
    await this.abouts.remove(id);
    this.changed();
  }

  private tell(level: 'warning' | 'error', what: string, names: readonly string[], message: string): void {
    if (names.length === 0) return;
    const title = `${what}: ${names.map((name) => `“${name}”`).join(', ')}`;
    this.deps.emit({ type: 'notice', notice: { level, title, message } });
  }

  /**
   * Those that can be; rejects 'not_found' with the others. One that is here, since the app ended before it was deleted or
   * after it was brought back, stays as it is.
   */
  restore(ids: readonly string[]): Promise<void> {
    return this.change(async () => {
      const none: string[] = [];
      const here = new Set((await this.list()).map(({ id }) => id));
      for (const id of ids) this.comingBack.add(id);
      try {
        for (const id of ids) {
          const aside = await asideOf(id);
          if (!aside) none.push(id);
          else if (here.has(id)) await forgetAside(id);
          else await this.bringBack(id, aside);
        }
      } finally {
        this.comingBack.clear();
        this.changed();
      }
      if (none.length > 0) throw noneAside(none);
    });
  }

  /** Where there is no room for it beside its copy the copy goes first, and is put back where that did not help. */
  private async bringBack(id: string, aside: Aside): Promise<void> {
    const put = () => this.sources[aside.source].restore(aside.kept);
    try {
      await put();
      await forgetAside(id);
    } catch (error) {
      if (!(error instanceof QuotaExceededError)) throw error;
      await forgetAside(id);
      try {
        await put();
      } catch (again) {
        await layAside(id, aside, this.comingBack);
        throw again;
      }
    }
  }

  // ---------------------------------------------------------------- the worker

  host<T>(work: (host: LibraryHost) => Promise<T>): Promise<T> {
    return this.worker.ask(work);
  }

  /** What lasts and may be given up has one of its own: others would wait for it, and end with it. */
  apart<T>(run: ExportRun, work: (host: LibraryHost) => Promise<T>): Promise<T> {
    return byWorker(
      () => this.deps.env.spawn(),
      run,
      (host) => host.passed(),
      work,
    );
  }
}

const NO_ROOM = 'The browser’s storage for this site is full: there was no room to keep a copy for Undo.';
const UNREADABLE = 'The browser had lost files of it, so there was nothing whole to keep for Undo.';
type NoCopy = typeof NO_ROOM | typeof UNREADABLE;

/** Of a model that cannot be read any more there is nothing to be kept; any other failure is one. */
function nullIfLost(error: unknown): null {
  if (error instanceof FileLostError || (error instanceof ServiceError && error.code === 'not_found')) return null;
  throw error;
}

function checkFree({ id, name, origin, in_use }: LibraryModel): void {
  const details = [{ field: 'id', message: id }];
  if (origin === 'shipped') {
    throw new ServiceError('conflict', `“${name}” comes with the app and cannot be removed.`, details);
  }
  if (in_use) throw new ServiceError('conflict', `“${name}” is in use now: put another in its place first.`, details);
}
