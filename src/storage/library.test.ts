// Files of modules by whatever path they may have: each is read, counted and deleted with its module, and with no other.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, expect, it } from 'vitest';
import { deleteAside, putAside, readAside } from './aside';
import { closeDatabase, read } from './db';
import { deleteAbout, putModule, readLibraryStore, readModuleFiles, readModulePaths } from './library';

const PATHS = ['a', '\ufffe', '\uffff', '\uffff\uffff/x', '\u{10ffff}'];
const FILES = new Map(PATHS.map((path, i) => [path, Uint8Array.of(i)]));
const inOrder = [...PATHS].sort();

const keys = () => read(['library'], (tx) => tx.objectStore('library').getAllKeys());

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

it('a module has all its files, the last letter of all among them, and takes them along', async () => {
  await putModule('m', { id: 'm' }, FILES);
  await putModule('m0', { id: 'm0' }, new Map([['b', Uint8Array.of(9)]]));
  expect([...(await readModuleFiles('m')).keys()]).toEqual(inOrder);
  expect(await readModulePaths('m')).toEqual(inOrder);
  expect((await readLibraryStore()).files).toHaveLength(PATHS.length + 1);
  await putModule('m', { id: 'm' }, new Map([['a', Uint8Array.of(7)]]));
  expect(await readModulePaths('m')).toEqual(['a']);
  await putModule('m', { id: 'm' }, FILES);
  await deleteAbout('m');
  expect(await keys()).toEqual(['about:m0', 'file:m0/b']);
});

it('so has one that was put aside', async () => {
  await putAside('m', { id: 'm' }, FILES);
  expect((await readAside('m')).files).toEqual(FILES);
  await deleteAside('m');
  expect(await keys()).toEqual([]);
});
