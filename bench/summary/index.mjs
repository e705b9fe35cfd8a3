// All results there are, together: bench/results/README.md, and bench/results/index.html with plots. By itself:
//
//   node bench/summary/index.mjs

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pageOf } from './page.mjs';
import { VIEWS } from './views.mjs';

const RESULTS = fileURLToPath(new URL('../results', import.meta.url));

/** Writes both into the folder of the results. */
export function summarise(folder = RESULTS) {
  const sections = VIEWS.map((view) => sectionOf(folder, view)).filter((section) => section !== null);
  writeFileSync(join(folder, 'README.md'), markdownOf(sections));
  writeFileSync(join(folder, 'index.html'), pageOf(sections));
  console.log(`\nTogether in README.md and index.html of ${relative('.', folder)}`);
}

function sectionOf(folder, { id, title, tables }) {
  const file = join(folder, `${id}.json`);
  if (!existsSync(file)) return null;
  const results = JSON.parse(readFileSync(file, 'utf8'));
  const shown = tables(results).filter(({ rows }) => rows.length > 0);
  return { id, title, head: headOf(results), tables: shown };
}

/** When, where, of what versions, by what command. */
function headOf({ date, machine, versions, rounds, command, browser }) {
  const parts = [
    date && `${date.slice(0, 10)}`,
    machine && `${machine.processor}, ${machine.logicalCores} cores, load ${machine.load} at the end`,
    versions
      ? Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', ')
      : browser,
    rounds && `${rounds} rounds`,
    command,
  ];
  return parts.filter(Boolean).join(' · ');
}

function markdownOf(sections) {
  const body = sections.map(({ title, head, tables }) => {
    const parts = tables.map(({ title: name, note, columns, rows }) =>
      [`### ${name}`, ...(note ? [note] : []), gridOf(columns, rows)].join('\n\n'),
    );
    return [`## ${title}`, head, ...parts].join('\n\n');
  });
  return `# Measured\n\nMade by \`npm run bench\`; with plots: [index.html](index.html).\n\n${body.join('\n\n')}\n`;
}

function gridOf(columns, rows) {
  const cell = (value) => String(value).replaceAll('|', '\\|');
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(columns), line(columns.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) summarise();
