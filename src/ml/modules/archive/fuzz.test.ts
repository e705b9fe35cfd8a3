// Two thousand archives changed at random, before they are packed and after (`npm run fuzz` does ten thousand): each is read whole or
// refused in words. What is read is held against another reader's outcome for the same bytes, so that nothing can be missing from it.

import { gzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../rng';
import { packed, SAMPLE } from '../archives.fixture';
import { checkContents } from '../contents';
import { ArchiveError } from '../errors';
import { type ModelArchive, readArchive, writeManifest } from '../index';
import { pathProblem, plainPath } from '../paths';
import { concat, forged, paxRecord, rawTar } from '../tar.fixture';

const BLOCK = 512;
const LIMITS = { packed: 2 ** 20, unpacked: 2 ** 20, ratio: 100, ratioFloor: 2 ** 18, entries: 50, manifest: 4096 };

type Change = (bytes: Uint8Array, rng: Rng) => Uint8Array;

const flip: Change = (bytes, rng) => {
  const changed = bytes.slice();
  for (let n = 1 + rng.integer(4); n > 0; n--) changed[rng.integer(bytes.length)]! ^= 1 + rng.integer(255);
  return changed;
};
const cut: Change = (bytes, rng) => bytes.subarray(0, rng.integer(bytes.length));
/** A stretch taken out, put in twice, or put elsewhere; often of whole blocks. */
const splice: Change = (bytes, rng) => {
  const unit = rng.integer(2) === 0 ? BLOCK : 1;
  const place = () => rng.integer(Math.floor(bytes.length / unit) + 1) * unit;
  const [from, to] = [place(), place()].sort((a, b) => a - b) as [number, number];
  const at = place();
  const moved = bytes.subarray(from, to);
  if (rng.integer(2) === 0) return concat([bytes.subarray(0, from), bytes.subarray(to)]);
  return concat([bytes.subarray(0, at), moved, bytes.subarray(at)]);
};
const overwrite: Change = (bytes, rng) => {
  const changed = bytes.slice();
  const from = rng.integer(bytes.length);
  return changed.fill(rng.integer(2) * 255, from, from + rng.integer(64));
};

const CHANGES: readonly Change[] = [flip, cut, splice, overwrite];

function changed(bytes: Uint8Array, rng: Rng, changes: readonly Change[]): Uint8Array {
  let outcome = bytes;
  for (let n = 1 + rng.integer(2); n > 0 && outcome.length > BLOCK; n--) {
    outcome = changes[rng.integer(changes.length)]!(outcome, rng);
  }
  return outcome;
}

/** Null where it is refused, for a reason and in words. */
async function outcome(bytes: Uint8Array): Promise<ModelArchive | null> {
  let archive: ModelArchive;
  try {
    archive = await readArchive(new Blob([new Uint8Array(bytes)]), LIMITS);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    expect(error.message).toMatch(/^\S.{15,}[.]$/su);
    return null;
  }
  expect([...archive.files.keys()].filter((path) => pathProblem(path) !== null)).toEqual([]);
  checkContents(archive, new Set([archive.manifest.module]));
  return archive;
}

/** Files by path, as modern-tar reads them. */
async function otherReader(tar: Uint8Array): Promise<Map<string, string>> {
  const entries = await unpackTar(tar);
  const files = entries.filter(({ header }) => header.type === 'file');
  const pairs = files.map(({ header, data }) => [plainPath(header.name), Buffer.from(data ?? []).toString('base64')]);
  return new Map(pairs as [string, string][]);
}

const manifest = { name: 'manifest.json', body: writeManifest(SAMPLE.manifest) };
const scripts = ['code/train.py', 'code/serve.py', 'code/requirements.txt'].map((name) => ({ name, body: 'pass\n' }));
const TARS = [
  rawTar(manifest, ...scripts, { name: 'code/data', body: 'x'.repeat(1500) }),
  rawTar({ name: './', type: '5' }, { name: './code/', type: '5' }, ...scripts, manifest),
  rawTar(
    ...scripts,
    { name: '././@LongLink', type: 'L', body: `code/${'long'.repeat(40)}\0` },
    { name: 'code/long', body: 'GNU' },
    { name: 'p', type: 'x', body: concat([paxRecord('path', `code/${'é'.repeat(90)}`), paxRecord('mtime', '1.5')]) },
    { name: 'code/short', body: 'pax' },
    manifest,
  ),
];

describe('changed archives', () => {
  it('are each read whole or refused in words: 1,200 changed before they are packed', {
    timeout: 120_000,
  }, async () => {
    const rng = new Rng(7);
    let read = 0;
    for (let i = 0; i < 1200; i++) {
      const tar = changed(TARS[i % TARS.length]!, rng, i % 2 === 0 ? [forged] : [...CHANGES, forged]);
      const archive = await outcome(gzipSync(tar, { level: 1 }));
      if (!archive) continue;
      read += 1;
      const others = await otherReader(tar);
      others.delete('manifest.json');
      const ours = [...archive.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')] as const);
      expect([...others].sort(), `archive ${i}`).toEqual(ours.sort());
    }
    // Neither reads all nor refuses all, or nothing was tested.
    expect(read).toBeGreaterThan(60);
    expect(read).toBeLessThan(1000);
  });

  it('are each read whole or refused in words: 800 changed after they are packed', { timeout: 120_000 }, async () => {
    const rng = new Rng(8);
    const whole = await packed(SAMPLE);
    const files = (archive: ModelArchive) =>
      [...archive.files].map(([path, bytes]) => `${path} ${Buffer.from(bytes).toString('base64')}`);
    const expected = files(SAMPLE);
    let read = 0;
    for (let i = 0; i < 800; i++) {
      const archive = await outcome(changed(whole, rng, CHANGES));
      if (!archive) continue;
      read += 1;
      expect(files(archive), `archive ${i}`).toEqual(expected);
    }
    expect(read).toBeLessThan(80);
  });
});
