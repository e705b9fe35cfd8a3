// Mantine's style sheet is twice what the app uses of it, and every page waits for it: the app imports the sheets of the
// components it has (src/ui/app/mantineStyles.ts). A build that has a component without its sheet, or the reverse, fails.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const SHEETS = join(dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')), 'styles');
const CLASS = /\bm_[0-9a-f]{6,8}\b/g;

/** The classes of each component's sheet; sheets without a class of their own are for all of them. */
function classesBySheet() {
  const sheets = readdirSync(SHEETS).filter((name) => name.endsWith('.layer.css'));
  return new Map(sheets.map((name) => [name, classesIn(readFileSync(join(SHEETS, name), 'utf8'))]));
}

/** @param {string} text */
function classesIn(text) {
  return new Set(text.match(CLASS));
}

/** @returns {import('vite').Plugin} */
export function mantineStyles() {
  return {
    name: 'mantine-styles',
    apply: 'build',
    generateBundle(_options, bundle) {
      const used = new Set();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') for (const name of classesIn(chunk.code)) used.add(name);
      }
      const imported = [...this.getModuleIds()].map((id) => id.split('?')[0] ?? '');
      for (const [sheet, classes] of classesBySheet()) {
        if (classes.size === 0) continue;
        const needed = [...classes].some((name) => used.has(name));
        const there = imported.some((id) => id.endsWith(`/@mantine/core/styles/${sheet}`));
        if (needed === there) continue;
        this.error(
          `src/ui/app/mantineStyles.ts: ${sheet} is ${needed ? 'used and not imported' : 'imported and not used'}.`,
        );
      }
    },
  };
}
