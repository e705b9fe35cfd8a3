// A model's large files are handed over to the worker that works on them, and are gone for whoever sent them.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../ml/modules';
import { nodeLibraryEnv } from './env.node';
import type { LibraryEnv, LibraryHost } from './host';
import { modelNamed, type Opened, openWithModels } from './library.fixture';

/** As workers are spoken to (src/workers/host-port.ts), with every file a large one. */
function handingOver(real: LibraryEnv): LibraryEnv {
  const sent = (value: unknown) => structuredClone(value, { transfer: buffersIn(value) });
  return {
    spawn() {
      const { host, end } = real.spawn();
      const get = (target: LibraryHost, name: string) => {
        const method = Reflect.get(target, name);
        return async (...args: readonly unknown[]) => Reflect.apply(method, target, args.map(sent));
      };
      return { host: new Proxy(host, { get: (target, name) => get(target, String(name)) }), end };
    },
  };
}

function buffersIn(value: unknown): ArrayBuffer[] {
  const { files } = Object(value) as { readonly files?: unknown };
  if (!(files instanceof Map)) return [];
  const buffers = [...files.values()].map(({ buffer }: Uint8Array) => buffer);
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}

let opened: Opened;

beforeAll(async () => {
  opened = await openWithModels(handingOver(nodeLibraryEnv()));
});

afterAll(() => opened.service.shutdown());

describe('a model of large files', () => {
  it('is packed whole with the card that it was looked into for', async () => {
    const { library } = opened.service;
    const { id } = await modelNamed(library, 'Two groups');
    for (const model of [id, 'image']) {
      const kept = (await library.detail(model)).files.filter(({ bytes }) => bytes > 0);
      const { files } = await readArchive((await library.package(model, {})).file);
      expect([...files].map(([path, bytes]) => ({ path, bytes: bytes.length }))).toEqual(expect.arrayContaining(kept));
      expect(new TextDecoder().decode(files.get('README.md'))).toBe((await library.detail(model)).card);
    }
  });

  it('leaves as an archive among its forms, and is compared with itself', async () => {
    const { library } = opened.service;
    const { file } = await library.exportModel('image', 'archive', 'float32');
    expect((await readArchive(file)).files.has('model.safetensors')).toBe(true);
    expect((await library.compare('image', 'image')).a).toBe('image');
  });
});
