// The fuzz run's outcome as JSON and as a table.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Subjects that this run left out stand as they were: each with the run that it is of. */
export function writeReport(folder, about, reports) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'fuzz.json');
  const before = existing(file).filter(({ name }) => !reports.some((report) => report.name === name));
  const of = ({ date, seed, versions, command }) => ({ date, seed, versions, command });
  const subjects = [...before, ...reports.map((report) => ({ ...report, run: of(about) }))];
  subjects.sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ about, subjects }, null, 2)}\n`);
  writeFileSync(join(folder, 'fuzz.md'), markdown(about, subjects));
}

function existing(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).subjects;
  } catch {
    return [];
  }
}

const count = (value) => value.toLocaleString('en');

function markdown({ versions, cpu }, subjects) {
  const rows = subjects.map(({ name, reads, inputs, accepted, refused, slowest, memory, failures, run }) => {
    const figures = [inputs, accepted, refused].map(count);
    const megabytes = Math.max(0, Math.round(memory / 2 ** 20));
    return `| ${name} | ${reads} | ${figures.join(' | ')} | ${slowest.ms.toFixed(0)} | ${megabytes} | ${failures.length} | ${run.seed} |`;
  });
  const total = (of) => count(subjects.reduce((sum, subject) => sum + of(subject), 0));
  return `# Fuzzing

Every parser of what comes from outside, given valid samples that were changed (bits, lengths, counts, cuts, members, names that
objects have, depth, encodings, check sums made to fit) and made-up values. An input is *accepted*, or *refused* by an error of the
product's own in its own words; anything else is a failure: another error, more than a second, a change of what is stored by an
input that was refused, or memory without bound.

${total(({ inputs }) => inputs)} inputs, ${total(({ failures }) => failures.length)} failures. Node ${versions.node}, ${cpu}. \`npm run fuzz\` makes this table; the same seed gives the same inputs.

| subject | what is read | inputs | accepted | refused | slowest, ms | memory, MB | failures | seed |
|---|---|---:|---:|---:|---:|---:|---:|---:|
${rows.join('\n')}

*slowest*: the input that kept the processor longest, milliseconds. *memory*: growth of the process at its most,
garbage that was not collected yet included.
`;
}
