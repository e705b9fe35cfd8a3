// The template of modules, read as files: the tests' own loader knows no ?raw.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../src/sandbox/template');

export const TEMPLATE_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name !== 'index.ts')
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);
