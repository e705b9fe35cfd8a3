// npm run licences: what the build ships of other people's work, by the modules that are in its bundles (page, workers,
// service worker, style sheets), and under which licences. Writes the table docs/dependencies.md and the notices that the
// licences ask for, public/licences.txt, which the build carries. Ends with 1 for a licence that is not on the list below.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, normalizePath } from 'vite';

const ROOT = normalizePath(join(import.meta.dirname, '..'));
/** Of what is shipped: free for any use, with a notice. OFL is the font's. */
const SHIPPED = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'CC0-1.0', 'OFL-1.1', 'Unlicense'];
/** Of tools, beside those: their own sources stay open, what they make is ours. */
const TOOLS = [...SHIPPED, 'MPL-2.0', 'BlueOak-1.0.0', 'Python-2.0', 'CC-BY-4.0'];

const read = (path) => readFileSync(path, 'utf8');
const json = (path) => JSON.parse(read(path));

/** "/…/node_modules/a/node_modules/@b/c/x.js" → "/…/node_modules/a/node_modules/@b/c"; null for our own. */
function packageOf(id) {
  const path = normalizePath(id)
    .replace(/^\0+/, '')
    .replace(/[?#].*$/, '');
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0) return null;
  const [scope, name] = path.slice(at + '/node_modules/'.length).split('/');
  const folder = `${path.slice(0, at)}/node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
  return existsSync(`${folder}/package.json`) ? folder : null;
}

/** Notes the packages whose code or style is in a bundle. */
function collector(found) {
  return {
    name: 'collect-packages',
    generateBundle(_, bundle) {
      const note = (id) => {
        const folder = packageOf(id);
        if (folder) found.add(folder);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) if (renderedLength > 0) note(id);
      }
      for (const id of this.getModuleIds()) if (/\.(css|woff2|wasm|json|csv)($|\?)|\?(url|raw)/.test(id)) note(id);
    },
  };
}

async function shippedPackages() {
  const found = new Set();
  const plugin = collector(found);
  const outDir = mkdtempSync(join(tmpdir(), 'licences-'));
  const common = { root: ROOT, logLevel: 'error' };
  try {
    await build({
      ...common,
      plugins: [plugin],
      worker: { format: 'es', plugins: () => [collector(found)] },
      build: { outDir, emptyOutDir: true, minify: false },
    });
    await build({
      ...common,
      configFile: false,
      plugins: [collector(found)],
      build: { outDir, write: false, rollupOptions: { input: join(ROOT, 'src/workers/sw.ts') } },
    });
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
  return [...found].map(about).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function about(folder) {
  const { name, version, license, licenses, author, homepage, repository } = json(join(folder, 'package.json'));
  const said = license ?? licenses?.[0] ?? '';
  const licence = typeof said === 'string' ? said : (said.type ?? '');
  const who = typeof author === 'string' ? author : (author?.name ?? '');
  const where = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  return { name, version, licence, who, where: where.replace(/^git\+/, '').replace(/\.git$/, ''), folder };
}

/** "(MIT OR CC0-1.0)" holds where one of them does, "A AND B" where all do. */
function allowed(licence, list) {
  const plain = licence.replace(/[()]/g, '');
  return plain.split(/ OR /).some((choice) => choice.split(/ AND /).every((one) => list.includes(one.trim())));
}

// ---------------------------------------------------------------- notices

const NOTICE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

function noticeOf({ folder }) {
  const files = readdirSync(folder).filter((file) => NOTICE.test(file) && !/\.(js|ts|json)$/.test(file));
  return files.sort().map((file) => read(join(folder, file)).replaceAll('\r\n', '\n').trim());
}

/** How the text of a licence begins, behind whose it is. */
const BEGINS = {
  'Apache-2.0': /Apache License\s+Version 2\.0/,
  MIT: /Permission is hereby granted, free of charge/,
  'BSD-3-Clause': /Redistribution and use in source and binary forms/,
  ISC: /Permission to use, copy, modify,/,
};

/** The text of a licence that a package names without having it, from another that has it. */
function standardText(licence) {
  const begins = BEGINS[licence];
  if (!begins) return null;
  for (const folder of readdirSync(join(ROOT, 'node_modules'), { withFileTypes: true })) {
    const path = join(ROOT, 'node_modules', folder.name);
    if (!folder.isDirectory() || !existsSync(join(path, 'package.json')) || about(path).licence !== licence) continue;
    const text = noticeOf({ folder: path }).find((one) => begins.test(one));
    if (text) return licence === 'Apache-2.0' ? text : text.slice(text.search(begins));
  }
  return null;
}

/** Licences that ask for no notice. */
const SILENT = ['Unlicense', 'CC0-1.0', '0BSD'];

/** Whose it is, and the licence itself: the latter stands once for all that have it. */
function parted(one) {
  if (SILENT.includes(one.licence)) return { whose: '', text: `${one.licence}: free of any condition.` };
  const text = noticeOf(one).join('\n\n');
  const author = one.who && `Copyright (c) ${one.who}`;
  const standard = text || standardText(one.licence);
  if (!standard) throw new Error(`${one.name} has no licence text, and none stands in for it.`);
  const at = one.licence === 'Apache-2.0' ? -1 : standard.search(BEGINS[one.licence] ?? /$^/);
  if (at < 0) return { whose: text ? '' : author, text: standard };
  return {
    whose:
      standard
        .slice(0, at)
        .replace(/^\s*(The )?(MIT|ISC) License.*$/im, '')
        .trim() || author,
    text: standard.slice(at),
  };
}

function notices(packages) {
  const byText = new Map();
  for (const one of packages) {
    const { whose, text } = parted(one);
    const key = text.replace(/\s+/g, ' ').trim();
    const known = byText.get(key) ?? { text, of: [] };
    known.of.push(`${one.name} ${one.version} (${one.licence}) ${one.where}\n${whose}`.trim());
    byText.set(key, known);
  }
  const rule = '-'.repeat(80);
  const parts = [...byText.values()].map(({ text, of }) => `${rule}\n${of.join('\n\n')}\n\n${text.trim()}\n`);
  // Hosts may send it without its encoding: the mark says which it is.
  const head = 'Millrace carries the work of others: these are its parts, and the notices that come with them.';
  return `\uFEFF${head}\nMade by npm run licences.\n\n${parts.join('\n')}`;
}

// ---------------------------------------------------------------- table

function table(shipped, others) {
  const row = ({ name, version, licence }, ships, why) => `| ${name} | ${version} | ${licence} | ${ships} | ${why} |`;
  const { dependencies, devDependencies } = json(join(ROOT, 'package.json'));
  const direct = { ...dependencies, ...devDependencies };
  const rows = shipped.map((one) => row(one, 'yes', direct[one.name] ? 'used directly' : 'comes with another'));
  const rest = others.map((one) => row(one, 'no', dependencies[one.name] ? 'none of it is in the build' : 'a tool'));
  return `# Dependencies

Made by \`npm run licences\`: the packages whose code, style, fonts or data are in a bundle of the build, by the bundles' own modules;
then what is named in package.json and is not. Their notices are in [licences.txt](../public/licences.txt), which the build carries.
It fails for a licence other than ${SHIPPED.join(', ')} in what is shipped, and ${TOOLS.filter((one) => !SHIPPED.includes(one)).join(', ')} besides in tools.

${shipped.length} packages are shipped.

| package | version | licence | shipped | |
|---|---|---|---|---|
${[...rows, ...rest].join('\n')}
`;
}

const shipped = await shippedPackages();
const named = json(join(ROOT, 'package.json'));
const others = Object.keys({ ...named.dependencies, ...named.devDependencies })
  .map((name) => about(join(ROOT, 'node_modules', name)))
  .filter(({ folder }) => !shipped.some((one) => one.folder === normalizePath(folder)))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const wrong = [
  ...shipped.filter(({ licence }) => !allowed(licence, SHIPPED)),
  ...others.filter(({ licence }) => !allowed(licence, TOOLS)),
];
for (const { name, version, licence } of wrong) console.error(`✘ ${name} ${version}: ${licence || 'no licence'}`);
if (wrong.length > 0) process.exit(1);

writeFileSync(join(ROOT, 'docs/dependencies.md'), table(shipped, others));
writeFileSync(join(ROOT, 'public/licences.txt'), notices(shipped));
console.log(`${shipped.length} packages are shipped; ${others.length} others are named in package.json.`);
