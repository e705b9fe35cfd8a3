// For tests: a service on the storage of the process, folders of pictures in every kind of source, waiting for an end.

import { zipSync } from 'fflate';
import type { ImportSource } from '../../wire/datasets';
import type { ServiceEvent } from '../../wire/events';
import type { ImagesService, TakeStatus } from '../../wire/images';
import { gzip, type Opened as OpenedDatasets, open as openTexts, tar } from '../datasets/datasets.fixture';
import { nodeImagesEnv } from './env.node';
import type { ImagesEnv } from './host';
import { type ImagesHandle, openImages } from './index';
import type { ImageLimits } from './limits';
import { encodePng } from './png';

export interface Opened extends ImagesHandle {
  readonly events: ServiceEvent[];
  readonly texts: OpenedDatasets;
}

export async function open(env: ImagesEnv | ImageLimits = nodeImagesEnv()): Promise<Opened> {
  const texts = await openTexts();
  const events: ServiceEvent[] = [];
  const handle = await openImages({
    emit: (event) => events.push(event),
    env: 'spawn' in env ? env : nodeImagesEnv(env),
    datasets: texts.service,
  });
  return { ...handle, events, texts };
}

/** Resolves when nothing is being taken any more. */
export async function ended(service: ImagesService): Promise<TakeStatus> {
  for (;;) {
    const { taking } = await service.state();
    if (taking.phase !== 'reading') return taking;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Looks through a source and takes what is named, or all that can be. */
export async function takeAll(
  service: ImagesService,
  source: ImportSource,
  names?: readonly string[],
): Promise<TakeStatus> {
  const found = await service.discover(source);
  await service.take(names ?? found.filter(({ problem }) => problem === null).map(({ name }) => name));
  return ended(service);
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A grey picture of one value, `side` pixels wide and high. */
export function plain(value: number, side = 4): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(side * side).fill(value);
  return encodePng({ width: side, height: side, channels: 1, pixels });
}

/** `n` pictures of each class in train and half as many in test, no two alike. */
export function pictures(root: string, classes: readonly string[], n = 4): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  let serial = 0;
  for (const [part, count] of [['train', n] as const, ['test', n / 2] as const]) {
    for (const [c, label] of classes.entries()) {
      for (let i = 0; i < count; i++) {
        serial += 1;
        const pixels = new Uint8Array(16).fill(c * 50);
        pixels.set([serial % 256, serial >> 8]);
        files[`${root}${part}/${label}/${i}.png`] = encodePng({ width: 4, height: 4, channels: 1, pixels });
      }
    }
  }
  return files;
}

const bytesOf = (content: string | Uint8Array) =>
  (typeof content === 'string' ? new TextEncoder().encode(content) : content) as Uint8Array<ArrayBuffer>;

/** As chosen or dropped in a page. */
export function asFiles(files: Files, name = 'Folder'): ImportSource {
  const listed = Object.entries(files).map(([path, content]) => ({ path, file: new Blob([bytesOf(content)]) }));
  return { kind: 'files', name, files: listed };
}

export function asZip(files: Files, name = 'data.zip'): ImportSource {
  const entries = Object.entries(files).map(([path, content]) => [path, bytesOf(content)]);
  return { kind: 'file', name, file: new Blob([zipSync(Object.fromEntries(entries)).slice()]) };
}

export async function asTar(files: Files, name = 'data.tar.gz'): Promise<ImportSource> {
  const packed = await tar(files);
  return { kind: 'file', name, file: /gz$/.test(name) ? await gzip(packed) : new Blob([packed]) };
}

/** What of the File System Access API is used. */
export function asDirectory(files: Files, name = 'Folder'): ImportSource {
  return { kind: 'directory', name, handle: folderOf(files, name) as unknown as FileSystemDirectoryHandle };
}

function folderOf(files: Files, name: string): object {
  async function* entries(): AsyncGenerator<[string, object]> {
    for (const step of new Set(Object.keys(files).map((path) => path.split('/')[0]))) {
      const content = files[step];
      if (content !== undefined) {
        yield [step, { kind: 'file', name: step, getFile: async () => new File([bytesOf(content)], step) }];
        continue;
      }
      const below = Object.entries(files).filter(([path]) => path.startsWith(`${step}/`));
      yield [step, folderOf(Object.fromEntries(below.map(([path, it]) => [path.slice(step.length + 1), it])), step)];
    }
  }
  return { kind: 'directory', name, entries };
}
