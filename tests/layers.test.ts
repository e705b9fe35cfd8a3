// R1: imports only run downwards. Each folder of src/ names what it may import from.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ml: [],
  storage: ['ml'],
  wire: ['ml'],
  plane: ['wire', 'ml'],
  service: ['wire', 'storage', 'ml'],
  sandbox: ['wire', 'ml'],
  workers: ['service', 'plane', 'sandbox', 'wire', 'storage', 'ml'],
  client: ['workers', 'sandbox', 'wire'],
  ui: ['client', 'plane', 'wire', 'ml'],
};

/** What a layer may import from another only in part. */
const ONLY: readonly { from: string; to: string; allowed: RegExp; why: string }[] = [
  {
    from: 'client',
    to: 'workers',
    allowed: /\.worker(\.ts\?worker&url)?$/,
    why: 'the client starts workers, it does not run their code',
  },
];

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.(ts|tsx|mts)$/.test(entry.name) ? [path] : [];
  });
}

/** Every module named by an import, an export … from, a dynamic import or a worker URL. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const pattern = /(?:from\s+|import\s*\(\s*|import\s+|new URL\(\s*)['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}

function layerOf(path: string): string {
  return relative(SRC, path).split('/')[0]!;
}

function violations(): string[] {
  const found: string[] = [];
  for (const file of sourceFiles(SRC)) {
    const from = layerOf(file);
    for (const name of importsOf(file)) {
      if (!name.startsWith('.')) continue;
      const target = resolve(dirname(file), name);
      if (!target.startsWith(SRC)) {
        found.push(`${relative(SRC, file)} reaches outside src/: ${name}`);
        continue;
      }
      const to = layerOf(target);
      if (to === from) continue;
      const partial = ONLY.find((rule) => rule.from === from && rule.to === to);
      const allowed = MAY_IMPORT[from]?.includes(to) && (!partial || partial.allowed.test(name.replace(/\.ts$/, '')));
      if (!allowed) found.push(`${relative(SRC, file)} (${from}) imports ${name} (${to})`);
    }
  }
  return found;
}

describe('R1: dependencies point down', () => {
  it('knows every folder of src/', () => {
    const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it('finds imports in real files', () => {
    expect(importsOf(join(SRC, 'ui/app/main.tsx'))).toContain('./App');
  });

  it('has no import that runs upwards', () => {
    expect(violations()).toEqual([]);
  });

  it('keeps React out of everything but the page', () => {
    const users = sourceFiles(SRC).filter((file) =>
      importsOf(file).some((name) => /^(react|react-dom|@mantine\/)/.test(name)),
    );
    expect(users.filter((file) => layerOf(file) !== 'ui')).toEqual([]);
  });

  it('lets only storage open IndexedDB', () => {
    const users = sourceFiles(SRC).filter(
      (file) =>
        !file.endsWith('.test.ts') &&
        (importsOf(file).includes('idb') || /\bindexedDB\./.test(readFileSync(file, 'utf8'))),
    );
    expect(users.filter((file) => layerOf(file) !== 'storage')).toEqual([]);
  });
});

describe('pages of the UI', () => {
  const UI = join(SRC, 'ui');
  const folderOf = (path: string) => relative(UI, path).split('/')[0]!;

  /** Folders of src/ui that the files of one import from. */
  const importedBy = (folder: string) =>
    new Set(
      sourceFiles(join(UI, folder))
        .flatMap((file) => importsOf(file).map((name) => [file, name] as const))
        .filter(([, name]) => name.startsWith('.'))
        .map(([file, name]) => resolve(dirname(file), name))
        .filter((target) => target.startsWith(UI) && folderOf(target) !== folder)
        .map(folderOf),
    );

  it('share by components: these know no page, and Models knows no other', () => {
    expect([...importedBy('components')]).toEqual([]);
    expect([...importedBy('models')]).toEqual(['components']);
  });
});
