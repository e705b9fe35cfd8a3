// What the build packs for offline use comes out of the pack as it went in.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { offlinePack } from '../scripts/offline-pack.mjs';
import { openPack } from '../src/workers/sw/pack';

const FILES: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><p>Grüße</p>',
  'assets/empty.js': '',
  'assets/a.js': `export const text = ${JSON.stringify('λ → µ '.repeat(20_000))};\n`,
  'assets/b.css': 'p { color: red }\n',
  'assets/kernel.wasm': 'not a text',
  'models/nano/vocab.txt': 'a\nb\n',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-pack-'));
  for (const [url, body] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, url)), { recursive: true });
    writeFileSync(join(folder, url), body);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What stays apart, and the pack's path. */
async function build(urls = Object.keys(FILES)) {
  const { plugin, transform } = offlinePack();
  (plugin.configResolved as (config: object) => void)({ root: folder, build: { outDir: '.' } });
  const { manifest } = await transform(urls.map((url) => ({ url, revision: null, size: 0 })));
  return { kept: manifest.map(({ url }) => url), path: manifest.at(-1)!.url };
}

test('texts come out as they went in; models and binaries stay files of their own', async () => {
  const { kept, path } = await build();
  expect(kept).toEqual(['assets/kernel.wasm', 'models/nano/vocab.txt', path]);
  const pack = openPack(async () => new Response(readFileSync(join(folder, path))));
  for (const url of ['index.html', 'assets/empty.js', 'assets/a.js', 'assets/b.css']) {
    expect(await (await pack.file(url))!.text(), url).toBe(FILES[url]);
  }
  expect((await pack.file('assets/a.js'))!.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
  for (const url of ['assets/kernel.wasm', 'models/nano/vocab.txt', 'constructor', '']) {
    expect(await pack.file(url), url).toBeNull();
  }
});

test('a list of files that is longer than one look is read whole', async () => {
  const urls = Array.from({ length: 900 }, (_, i) => `assets/module-with-a-long-name-${i}.js`);
  for (const [i, url] of urls.entries()) writeFileSync(join(folder, url), `${i};`);
  const { path } = await build(urls);
  const pack = openPack(async () => new Response(readFileSync(join(folder, path))));
  expect(await (await pack.file(urls[789]!))!.text()).toBe('789;');
});

test('is named by its content', async () => {
  const { path } = await build();
  expect((await build()).path).toBe(path);
  writeFileSync(join(folder, 'assets/b.css'), 'p { color: blue }\n');
  expect((await build()).path).not.toBe(path);
  expect(readdirSync(join(folder, 'assets'))).toContain(path.slice('assets/'.length));
});

test('without the stored pack there is nothing in it, before it was read and after', async () => {
  const { path } = await build();
  let stored = false;
  const pack = openPack(async () => (stored ? new Response(readFileSync(join(folder, path))) : undefined));
  expect(await pack.file('index.html')).toBeNull();
  stored = true;
  expect(await pack.file('index.html')).not.toBeNull();
  stored = false;
  expect(await pack.file('index.html')).toBeNull();
});

test('one that was cut short is refused', async () => {
  const { path } = await build();
  const whole = readFileSync(join(folder, path));
  const pack = openPack(async () => new Response(whole.subarray(0, 20)));
  await expect(pack.file('index.html')).rejects.toThrow('does not end');
});
