// Keeps a folder of the user's in step with the labels: pos/ and neg/ with one text file for each labelled review,
// named as in aclImdb. The store is the truth and the folder a copy: whatever goes wrong here ends the copying,
// with a notice, and touches no label. Files are written one after the other, in the background.

import { type ReviewRecord, readReviewsById } from '../../storage/reviews';
import { DEVICE_SETTINGS, readSetting, writeSetting } from '../../storage/settings';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import { messageOf } from '../errors';
import { reviewPath } from './export';
import type { ReviewIndex } from './review-index';

export interface MirrorDependencies {
  readonly index: ReviewIndex;
  readonly notify: (notice: Notice) => void;
  readonly changed: () => void;
  /** Where the folder is remembered for the next visit. */
  readonly memory?: FolderMemory;
}

export interface FolderMemory {
  read(): Promise<unknown>;
  write(folder: FileSystemDirectoryHandle | null): Promise<void>;
}

/** What browsers have and TypeScript's library does not know yet. */
type Folder = FileSystemDirectoryHandle & {
  queryPermission?(wanted: { mode: 'readwrite' }): Promise<PermissionState>;
};

const SETTINGS: FolderMemory = {
  read: () => readSetting(DEVICE_SETTINGS.mirror),
  write: (folder) => writeSetting(DEVICE_SETTINGS.mirror, folder),
};

const CLASSES = ['pos', 'neg'] as const;
/** A folder with this file in it is ours to write to and to tidy up. */
const MARK = 'millrace.txt';
const MARK_TEXT =
  'Millrace keeps pos/ and neg/ in step with your labels: one text file for each labelled review.\n' +
  'Files there with a number for a name are written and removed by it; change labels and texts on its page.\n';
const OURS = /^\d+(_\d+)?\.txt$/;
/** Reviews read from the store at once. */
const PART = 20;

export class Mirror {
  private folder: Folder | null = null;
  private waiting: Folder | null = null;
  private readonly memory: FolderMemory;
  /** Paths of the files that there are, by review. */
  private readonly written = new Map<number, string>();
  /** Reviews that may have changed since their file was written. */
  private readonly pending = new Set<number>();
  private work: Promise<void> = Promise.resolve();
  private working = false;
  private still = false;

  constructor(private readonly deps: MirrorDependencies) {
    this.memory = deps.memory ?? SETTINGS;
  }

  /** Of the folder that is kept in step. */
  get name(): string | null {
    return this.folder?.name ?? null;
  }

  /** Of the folder that was, and needs the user's leave again. */
  get resting(): string | null {
    return this.waiting?.name ?? null;
  }

  get restingFolder(): FileSystemDirectoryHandle | null {
    return this.waiting;
  }

  /** Goes on with the folder of the last visit where the browser lets it, or rests. */
  async open(): Promise<void> {
    await this.stop();
    this.still = false;
    const folder = await this.memory.read().catch(() => null);
    if (!isFolder(folder)) return;
    const permission = (await folder.queryPermission?.({ mode: 'readwrite' }).catch(() => 'denied')) ?? 'granted';
    if (permission === 'granted')
      await claim(folder).then(
        () => this.begin(folder),
        (error: unknown) => this.fail(folder, error),
      );
    else this.waiting = folder;
    this.deps.changed();
  }

  /**
   * Begins with a folder, or ends (null); files stay where they are. Resolves when the folder was found fit.
   * @throws ServiceError 'conflict' for a folder with files of others in pos/ or neg/.
   */
  async follow(folder: FileSystemDirectoryHandle | null): Promise<void> {
    if (folder) await claim(folder).catch(refuse);
    await this.stop();
    // A folder that cannot be remembered is kept in step until the page is closed.
    await this.memory.write(folder).catch(() => {});
    if (folder) this.begin(folder);
    this.deps.changed();
  }

  /** These reviews came, went or changed. */
  touch(ids: readonly number[]): void {
    if (!this.folder) return;
    for (const id of ids) this.pending.add(id);
    this.start();
  }

  /** Resolves when nothing is being written. */
  async suspend(): Promise<void> {
    this.still = true;
    await this.work;
  }

  resume(): void {
    this.still = false;
    this.start();
  }

  /** Resolves when the folder is in step, or the mirroring has ended. */
  async settled(): Promise<void> {
    while (this.working) await this.work;
  }

  private async stop(): Promise<void> {
    this.folder = null;
    this.waiting = null;
    await this.work;
    this.written.clear();
    this.pending.clear();
  }

  private begin(folder: Folder): void {
    this.folder = folder;
    this.run(async () => {
      await this.takeStock(folder);
      for (const { id, sentiment } of this.deps.index.values()) if (sentiment !== null) this.pending.add(id);
    });
  }

  private start(): void {
    if (!this.working && !this.still && this.folder && this.pending.size > 0) this.run(async () => {});
  }

  /** Does `first`, and then whatever is pending. */
  private run(first: () => Promise<void>): void {
    const { folder } = this;
    if (!folder) return;
    this.working = true;
    this.work = first()
      .then(() => this.catchUp(folder))
      .catch((error: unknown) => {
        // Ended meanwhile, or changed for another: nobody waits for this one.
        if (this.folder === folder) this.fail(folder, error);
      })
      .finally(() => {
        this.working = false;
        this.start();
      });
  }

  private async catchUp(folder: Folder): Promise<void> {
    while (this.pending.size > 0 && this.folder === folder && !this.still) {
      const ids = firstOf(this.pending, PART);
      for (const id of ids) this.pending.delete(id);
      const reviews = new Map((await readReviewsById(ids)).map((review) => [review.id, review]));
      for (const id of ids) await this.bring(folder, id, reviews.get(id));
    }
  }

  /** The new file is written before the old one goes. */
  private async bring(folder: Folder, id: number, review: ReviewRecord | undefined): Promise<void> {
    const before = this.written.get(id);
    const path = review && review.sentiment !== null ? reviewPath(review) : null;
    if (review && path) {
      await writeFile(folder, path, review.text);
      this.written.set(id, path);
    } else {
      this.written.delete(id);
    }
    if (before && before !== path) await removeFile(folder, before);
  }

  /** What is there from before: files of reviews that are gone or labelled otherwise by now are removed. */
  private async takeStock(folder: Folder): Promise<void> {
    await this.deps.index.whole();
    for (const name of CLASSES) {
      const inside = await folder.getDirectoryHandle(name);
      const files: string[] = [];
      for await (const file of inside.keys()) if (OURS.test(file)) files.push(file);
      for (const file of files) {
        const path = `${name}/${file}`;
        const entry = this.deps.index.get(Number.parseInt(file, 10));
        if (entry && reviewPath(entry) === path) this.written.set(entry.id, path);
        else await removeFile(folder, path);
      }
    }
  }

  private fail(folder: Folder, error: unknown): void {
    const forbidden = nameOf(error) === 'NotAllowedError';
    this.folder = null;
    this.waiting = forbidden ? folder : null;
    this.pending.clear();
    if (!forbidden) this.memory.write(null).catch(() => {});
    const todo = forbidden ? 'Give leave again to go on.' : 'Pick the folder again to go on.';
    this.deps.notify({
      level: 'warning',
      title: `The folder ${folder.name} is no longer kept in step`,
      message: `${messageOf(error)} All labels are safe in the app. ${todo}`,
    });
    this.deps.changed();
  }
}

function firstOf(ids: Iterable<number>, count: number): number[] {
  const first: number[] = [];
  for (const id of ids) {
    if (first.length === count) break;
    first.push(id);
  }
  return first;
}

/** Makes pos/ and neg/ in a folder that is ours or has nothing in them. */
async function claim(folder: FileSystemDirectoryHandle): Promise<void> {
  const ours = await folder.getFileHandle(MARK).then(
    () => true,
    (error: unknown) => notFound(error, false),
  );
  for (const name of CLASSES) {
    const inside = await folder.getDirectoryHandle(name, { create: true });
    if (!ours && !(await inside.keys().next()).done) {
      const message = `${name}/ there has files in it already, and they could be overwritten. Pick an empty folder.`;
      throw new ServiceError('conflict', `The folder ${folder.name} cannot be used: ${message}`);
    }
  }
  if (!ours) await writeFile(folder, MARK, MARK_TEXT);
}

/** `path` is a name, or a folder's and a file's. */
async function writeFile(folder: FileSystemDirectoryHandle, path: string, text: string): Promise<void> {
  const { parent, name } = await locate(folder, path);
  const handle = await parent.getFileHandle(name, { create: true });
  const bytes = new TextEncoder().encode(text);
  if (await holds(handle, bytes)) return;
  const stream = await handle.createWritable();
  await stream.write(bytes);
  await stream.close();
}

/** Reading costs far less than writing, and a folder of the last visit is mostly as it should be. */
async function holds(handle: FileSystemFileHandle, bytes: Uint8Array): Promise<boolean> {
  const file = await handle.getFile();
  if (file.size !== bytes.length || file.size === 0) return false;
  const there = new Uint8Array(await file.arrayBuffer());
  return there.every((byte, i) => byte === bytes[i]);
}

/** One that is gone already will do. */
async function removeFile(folder: FileSystemDirectoryHandle, path: string): Promise<void> {
  try {
    const { parent, name } = await locate(folder, path);
    await parent.removeEntry(name);
  } catch (error) {
    notFound(error, null);
  }
}

async function locate(folder: FileSystemDirectoryHandle, path: string) {
  const [first, second] = path.split('/');
  if (second === undefined) return { parent: folder, name: first };
  return { parent: await folder.getDirectoryHandle(first, { create: true }), name: second };
}

function isFolder(value: unknown): value is Folder {
  return typeof (value as Partial<Folder> | null | undefined)?.getDirectoryHandle === 'function';
}

function nameOf(error: unknown): unknown {
  return (error as { readonly name?: unknown } | null)?.name;
}

function notFound<T>(error: unknown, value: T): T {
  if (nameOf(error) === 'NotFoundError') return value;
  throw error;
}

/** Why a folder cannot be begun with, for whoever asked. */
function refuse(error: unknown): never {
  if (error instanceof ServiceError) throw error;
  throw new ServiceError('conflict', `The folder cannot be written to. ${messageOf(error)}`);
}
