// Back-up files: entries changed and sealed again by a manifest that fits, so that what lies behind the check sums is read;
// looked at, restored, and the service asked for everything afterwards.

import { createHash } from 'node:crypto';
import type { Rng } from '../../../src/ml/rng';
import { unpackBackup } from '../../../src/service/backup/archive';
import { gzipped, tarOf } from '../mutate/archives';
import { type Bytes, changedBytes, encode, pick } from '../mutate/bytes';
import { changedFile } from '../mutate/files';
import { changedJsonBytes } from '../mutate/json';
import type { Input, Subject } from '../types';
import { digest, theWorld, type World } from '../world';
import { bytesInput } from './input';

interface Unpacked {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly entries: ReadonlyMap<string, Uint8Array>;
  readonly packed: Uint8Array;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function sealed(manifest: Unpacked['manifest'], entries: ReadonlyMap<string, Uint8Array>, rng: Rng): Bytes {
  const listed = [...entries].map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256(bytes) }));
  const own = encode(JSON.stringify({ ...manifest, entries: listed }));
  const first = rng.integer(12) === 0 ? changedJsonBytes(own, rng) : own;
  return gzipped(tarOf(new Map([['manifest.json', first], ...entries])));
}

const PATHS = ['settings.json', 'points/points.f64', 'models/x.json', '../x', 'library/a/about.json', '__proto__'];

function changed({ manifest, entries, packed }: Unpacked, rng: Rng): Bytes {
  if (rng.integer(8) === 0) return changedBytes(packed, rng);
  const files = new Map(entries);
  for (let n = 1 + rng.integer(2); n > 0; n--) {
    const path = pick([...files.keys()], rng);
    const bytes = files.get(path) ?? new Uint8Array(0);
    const fate = rng.integer(10);
    if (fate === 0) files.delete(path);
    else if (fate === 1) files.set(pick(PATHS, rng), bytes);
    else files.set(path, path.endsWith('.jsonl') ? changedBytes(bytes, rng) : changedFile(path, bytes, rng));
  }
  return sealed(manifest, files, rng);
}

/** What was restored can be opened, and backed up again. */
async function openAll({ service }: World): Promise<void> {
  await service.points.state();
  await service.points.points();
  await service.models.list();
  await service.reviews.state();
  await service.datasets.state();
  await service.images.state();
  await service.stream.state();
  await service.configs.list();
  await service.drift.state();
  for (const { id } of await service.runs.list()) await service.runs.rows(id);
  for (const { id } of await service.library.list()) await service.library.detail(id).catch(told);
  await service.data.backup();
}

/** A model whose files are damaged is told of when it is opened; all else must open. */
function told(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'invalid' && code !== 'not_found') throw error;
}

const fileOf = ({ value }: Input) => new Blob([(value as Uint8Array).slice()]);

/** One in so many of what is accepted is restored: that takes a hundred times as long as to read it. */
const RESTORED = 10;

async function restore(world: World, input: Input): Promise<void> {
  const bytes = input.value as Uint8Array;
  if (bytes.reduce((sum, byte) => (sum + byte) % RESTORED, 0) !== 0) return;
  await world.service.data.restore(fileOf(input));
  await openAll(world);
  await world.service.data.restore(world.base);
}

export const BACKUP: Subject = {
  name: 'backup',
  stored: true,
  reads: 'back-up files: looked at, restored, everything opened and backed up again',
  async open() {
    const world = await theWorld();
    const packed = new Uint8Array(await world.base.arrayBuffer());
    const { manifest, entries } = await unpackBackup(world.base);
    const known = { manifest: { ...manifest }, entries, packed };
    await world.service.data.restore(world.base);
    return {
      make: (rng) => bytesInput(changed(known, rng)),
      errors: ['ServiceError'],
      read: async (input) => void (await world.service.data.inspectBackup(fileOf(input))),
      after: (input) => restore(world, input),
      store: { digest, tidy: async () => {} },
    };
  },
};
