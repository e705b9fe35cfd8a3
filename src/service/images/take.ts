// A dataset of images on its way into storage: each file looked at, gathered to chunks, written as they fill. At the end,
// and not before, the set is there. Images are numbered part by part, the classes in turn, each in the order of its
// paths: whatever order they came in, so that the same folder makes the same set from a disk and from an archive.

import { formatBytes } from '../../ml/bytes';
import {
  CHUNK_BYTES,
  CHUNK_FILES,
  completeImageSet,
  type ImageChunk,
  type ImageIndex,
  writeImageChunk,
} from '../../storage/images';
import type { ImportSource } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import { IMAGE_PARTS, type ImagePart, type ImageSetSummary } from '../../wire/images';
import type { FileEntry } from '../datasets/import/entries';
import { shown } from '../datasets/import/problems';
import { Breath } from '../pace';
import type { ImagesAbout } from './about';
import { openEntries } from './entries';
import { inspect } from './inspect';
import { type ImageLimits, tooManyBytes, tooManyImages } from './limits';
import { faultOfPath, type Place, placeOf } from './places';

export interface TakeJob {
  readonly id: string;
  readonly name: string;
  /** For people. */
  readonly origin: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly source: ImportSource;
  /** Of the source, as `discover` found it. */
  readonly folder: string;
  /** Files in it, as `discover` counted them. */
  readonly files: number;
}

export interface TakeProgress {
  /** 0…1 */
  readonly share: number;
  readonly files: number;
}

export interface TakeOutcome {
  readonly files: number;
  readonly unreadable: number;
}

interface Taken {
  readonly path: string;
  readonly label: string;
  readonly part: ImagePart;
  readonly place: number;
}

/** Unreadable files that are listed. */
const LISTED = 100;

/** Progress is asked for while `run` is at work. */
export class Take {
  private readonly taken: Taken[] = [];
  private readonly sink: ChunkSink;
  private readonly sizes = new Map<string, number>();
  private readonly unreadable: { path: string; reason: string }[] = [];
  private readonly seen = new Set<string>();
  private unreadableCount = 0;

  constructor(
    private readonly job: TakeJob,
    private readonly limits: ImageLimits,
    private readonly signal: AbortSignal,
  ) {
    this.sink = new ChunkSink(job.id);
  }

  progress(): TakeProgress {
    const files = this.taken.length + this.unreadableCount;
    return { share: Math.min(1, files / Math.max(1, this.job.files)), files };
  }

  async run(): Promise<TakeOutcome> {
    const { job, limits } = this;
    const { entries } = await openEntries(job.source, limits);
    const breath = new Breath();
    for await (const entry of entries) {
      this.signal.throwIfAborted();
      const place = placeOf(entry.path);
      if (place?.kind === 'image' && place.dataset === job.folder && place.part !== null) {
        await this.look(entry, place, place.part);
      }
      // Questions about the progress come in between.
      await breath.take();
    }
    await this.sink.flush();
    this.signal.throwIfAborted();
    await this.complete();
    return { files: this.taken.length, unreadable: this.unreadableCount };
  }

  private async look(entry: FileEntry, place: Place, part: ImagePart): Promise<void> {
    const fault = this.faultOf(entry, place);
    const bytes = fault === null ? await entry.bytes() : null;
    const found = bytes ? inspect(bytes, this.limits) : fault;
    if (bytes === null || found === null || typeof found === 'string' || place.label === null) {
      this.unreadableCount += 1;
      const reason = typeof found === 'string' ? found : 'it lies in no class folder';
      if (this.unreadable.length < LISTED) this.unreadable.push({ path: shown(entry.path), reason });
      return;
    }
    if (this.taken.length >= this.limits.images) throw tooManyImages(this.limits);
    if (this.sink.bytes + bytes.length > this.limits.bytes) throw tooManyBytes(this.limits);
    const size = `${found.width} ${found.height}`;
    this.sizes.set(size, (this.sizes.get(size) ?? 0) + 1);
    this.taken.push({ path: place.file, label: place.label, part, place: this.taken.length });
    await this.sink.add(bytes);
  }

  private faultOf({ path, size, regular }: FileEntry, place: Place): string | null {
    const fault = faultOfPath(path, place, this.limits);
    if (fault !== null) return fault;
    if (!regular) return 'it is a link or a device, not a file';
    if (size === 0) return 'it is empty';
    if (size > this.limits.file) return `it is larger than ${formatBytes(this.limits.file)}`;
    if (this.seen.has(place.file)) return 'it is there twice; the first was taken';
    this.seen.add(place.file);
    return null;
  }

  private complete(): Promise<void> {
    const { id, name, origin, created_at } = this.job;
    const { taken, sink } = this;
    const classes = [...new Set(taken.map(({ label }) => label))].sort();
    if (classes.length < 2) throw this.noImages(classes);
    const numbers = new Map(classes.map((label, i) => [label, i]));
    const sorted = inTurn(
      taken.map(({ path, label, part, place }) => {
        return { path, place, label: numbers.get(label) ?? 0, part: IMAGE_PARTS.indexOf(part) };
      }),
    );
    const index: ImageIndex = {
      paths: sorted.map(({ path }) => path),
      labels: Uint16Array.from(sorted, ({ label }) => label),
      parts: Uint8Array.from(sorted, ({ part }) => part),
      places: Uint32Array.from(sorted, ({ place }) => place),
      starts: sink.starts,
    };
    const about: ImagesAbout = {
      classes,
      parts: countParts(index, classes.length),
      size: this.size(),
      unreadable: this.unreadable,
      unreadable_count: this.unreadableCount,
    };
    const record = { id, name, source: origin, created_at, n: taken.length, bytes: sink.bytes, about };
    return completeImageSet(record, index);
  }

  private noImages(classes: readonly string[]): ServiceError {
    const details = this.unreadable.slice(0, 5).map(({ path, reason }) => ({ field: path, message: reason }));
    const message =
      classes.length === 0
        ? 'There is no image in it that can be read.'
        : `Only images of “${classes[0]}” can be read: there is nothing to tell apart.`;
    return new ServiceError('invalid', message, details);
  }

  /** The size that most have. */
  private size(): ImageSetSummary['size'] {
    const [most] = [...this.sizes].sort(([, a], [, b]) => b - a);
    if (!most) return null;
    const [width, height] = most[0].split(' ').map(Number);
    return { width, height, same: this.sizes.size === 1 };
  }
}

interface Numbered {
  readonly path: string;
  readonly place: number;
  readonly label: number;
  readonly part: number;
}

function inTurn(images: readonly Numbered[]): readonly Numbered[] {
  const sorted = images.toSorted((a, b) => a.part - b.part || a.label - b.label || (a.path < b.path ? -1 : 1));
  let rank = 0;
  const ranked = sorted.map((image, i) => {
    const before = sorted[i - 1];
    rank = before?.part === image.part && before.label === image.label ? rank + 1 : 0;
    return { image, rank };
  });
  return ranked
    .sort((a, b) => a.image.part - b.image.part || a.rank - b.rank || a.image.label - b.image.label)
    .map(({ image }) => image);
}

function countParts({ labels, parts }: ImageIndex, classes: number): ImagesAbout['parts'] {
  return IMAGE_PARTS.flatMap((part, number) => {
    const counts = new Array<number>(classes).fill(0);
    parts.forEach((its, i) => {
      if (its === number) counts[labels[i]] += 1;
    });
    const n = counts.reduce((sum, count) => sum + count, 0);
    return n > 0 ? [{ part, n, counts }] : [];
  });
}

/** Gathers files to chunks, and writes them. */
class ChunkSink {
  readonly starts: number[] = [];
  bytes = 0;
  private files: Uint8Array[] = [];
  private gathered = 0;
  private n = 0;

  constructor(private readonly id: string) {}

  async add(file: Uint8Array): Promise<void> {
    this.files.push(file);
    this.gathered += file.length;
    this.bytes += file.length;
    this.n += 1;
    if (this.files.length === CHUNK_FILES || this.gathered >= CHUNK_BYTES) await this.flush();
  }

  /** Writes what is left. */
  async flush(): Promise<void> {
    const { files } = this;
    if (files.length === 0) return;
    await writeImageChunk(this.id, this.starts.length, toChunk(files, this.gathered));
    this.starts.push(this.n - files.length);
    this.files = [];
    this.gathered = 0;
  }
}

function toChunk(files: readonly Uint8Array[], size: number): ImageChunk {
  const bytes = new Uint8Array(size);
  const ends = new Uint32Array(files.length);
  let at = 0;
  files.forEach((file, i) => {
    bytes.set(file, at);
    at += file.length;
    ends[i] = at;
  });
  return { bytes, ends };
}
