// Archives that the app packages are served by Python as they are unpacked: the same answers to 1e-5, by a program that
// knows nothing but the manifest and the protocol. Where there is no python3 with NumPy this is passed over, and says so.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Door } from './door.fixture';

const PYTHON = 'python3';
const missing = spawnSync(PYTHON, ['-c', 'import numpy']).status !== 0;
if (missing) console.warn('Passed over: serving archives by Python. There is no python3 with NumPy here.');

const scratch = mkdtempSync(join(tmpdir(), 'millrace-archives-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Unpacks with tarfile, loads the serving script that the manifest names, and asks it. */
const PROGRAM = `
import importlib.util, json, os, sys, tarfile
archive, folder, body, kind = sys.argv[1:]
tarfile.open(archive).extractall(folder)
manifest = json.load(open(os.path.join(folder, 'manifest.json')))
module = os.path.join(folder, manifest['module'])
sys.path.insert(0, module)
spec = importlib.util.spec_from_file_location('serve', os.path.join(module, manifest['servingScript']))
serve = importlib.util.module_from_spec(spec)
spec.loader.exec_module(serve)
answer, answered = serve.serialize(serve.predict(serve.deserialize(body.encode(), kind), serve.load(module)))
sys.stdout.write(answer.decode())
`;

it.skipIf(missing)('serves what the app packages', async () => {
  const door = await Door.open();
  await door.train();
  const mixture = String((await door.post('/models', { name: 'Six' })).json.id);
  const ngram = (await door.service.library.list()).find(({ architecture }) => architecture === 'ngram')?.id ?? '';
  const points = JSON.stringify({
    points: [
      [0.1, 0.2],
      [3, 4.5],
      [-20, 9],
    ],
  });
  const texts = JSON.stringify({ texts: ['A warm, funny film.', 'Dull, and far too long.', ''] });
  for (const [id, body] of [
    [mixture, points],
    [ngram, texts],
  ]) {
    const { file } = await door.service.library.package(id, { module: 'model' });
    const path = join(scratch, `${id}.tar.gz`);
    writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
    const args = ['-c', PROGRAM, path, join(scratch, id), body, 'application/json'];
    const said = JSON.parse(execFileSync(PYTHON, args, { encoding: 'utf8' }));
    const { bytes } = await door.service.library.predict(id, {
      ...{ bytes: new TextEncoder().encode(body), content_type: 'application/json' },
    });
    const own = JSON.parse(new TextDecoder().decode(bytes));
    expect(Object.keys(said)).toEqual(Object.keys(own));
    const numbers = (answer: object) => Object.values(answer).flat(3) as number[];
    numbers(own).forEach((value, i) => {
      expect(Math.abs(numbers(said)[i] - value)).toBeLessThan(1e-5);
    });
  }
});
