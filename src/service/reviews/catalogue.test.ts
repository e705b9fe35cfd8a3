// What tells a model from the one that another version of the app had under its id.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, expect, it } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { Catalogue } from './catalogue';
import type { TextEnv } from './host';
import { nodeTextEnv } from './text-env.node';

const here = nodeTextEnv();

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

/** With the words of the list changed. */
async function openWith(change: (list: string) => string): Promise<Catalogue> {
  const list = async () =>
    new TextEncoder().encode(change(new TextDecoder().decode(await here.asset('manifest.json'))));
  const env: TextEnv = { ...here, asset: (path) => (path === 'manifest.json' ? list() : here.asset(path)) };
  const catalogue = new Catalogue(env);
  await catalogue.open();
  return catalogue;
}

it('is another where a file of it is, and the same where only what is said of it is', async () => {
  const catalogue = await openWith((list) => list);
  const print = catalogue.fingerprint('nano');
  expect(print).toMatch(/^[0-9a-f]{64}$/);
  // The n-gram model is part of the small one, too.
  const anew = await openWith((list) => list.replaceAll(print, '0'.repeat(64)));
  for (const id of ['nano', 'small']) expect(anew.fingerprint(id), id).not.toBe(catalogue.fingerprint(id));
  const said = await openWith((list) => list.replaceAll('"description": "', '"description": "Now: '));
  for (const { id } of said.list()) expect(said.fingerprint(id), id).toBe(catalogue.fingerprint(id));
  expect(catalogue.fingerprint('made-here')).toBe('');
});
