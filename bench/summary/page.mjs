// The report as one page that needs nothing else: tables, and bars where a column is worth drawing.

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1c1e; --quiet: #6b6b70; --line: #d9d9de; --ours: #0072b2; --peer: #999; --ground: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececee; --quiet: #a0a0a6; --line: #3a3a3f; --ours: #56b4e9; --peer: #77777d; --ground: #161618; } }
body { margin: 0 auto; max-width: 56rem; padding: 2rem 1rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
h2 { margin: 3rem 0 0; } h3 { margin: 1.75rem 0 .25rem; font-size: 1rem; } p { margin: .25rem 0 .75rem; color: var(--quiet); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .875rem; width: 100%; }
th, td { padding: .25rem .75rem .25rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 500; color: var(--quiet); } th:first-child, td:first-child { text-align: left; white-space: normal; }
td.ours { font-weight: 600; } svg { display: block; width: 100%; height: auto; margin: .5rem 0 1rem; } svg text { font-size: 11px; fill: var(--ink); }
.bar { fill: var(--peer); } .bar.ours { fill: var(--ours); } nav a { margin-right: 1rem; color: var(--ours); }
`;

const safe = (value) =>
  String(value).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

/** `sections`: { id, title, head, tables } as ../summary.mjs gathers them. */
export function pageOf(sections) {
  const links = sections.map(({ id, title }) => `<a href="#${id}">${safe(title)}</a>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Millrace, measured</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Millrace, measured</h1>
<p>Made by <code>npm run bench</code>. Bars of Millrace are blue and bold in the tables; bars are drawn to a scale of ratios, each step ten times the last.</p>
<nav>${links}</nav>
${sections.map(sectionOf).join('\n')}
</body>
</html>
`;
}

function sectionOf({ id, title, head, tables }) {
  return `<h2 id="${id}">${safe(title)}</h2>\n<p>${safe(head)}</p>\n${tables.map(tableOf).join('\n')}`;
}

function tableOf({ title, note, columns, rows, bars }) {
  const heads = columns.map((name) => `<th scope="col">${safe(name)}</th>`).join('');
  const body = rows.map((row) => rowOf(row, bars?.ours(row) === true)).join('\n');
  const drawing = bars ? drawingOf(title, rows, bars) : '';
  const scroll = `<div class="scroll" tabindex="0" role="group" aria-label="${safe(title)}">`;
  return `<h3>${safe(title)}</h3>${note ? `<p>${safe(note)}</p>` : ''}${drawing}
${scroll}<table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function rowOf(row, ours) {
  const cells = row.map((cell) => `<td${ours ? ' class="ours"' : ''}>${safe(cell)}</td>`);
  return `<tr>${cells.join('')}</tr>`;
}

const [WIDTH, LABEL, VALUE, ROW] = [800, 300, 90, 18];

/** Bars by logarithm: what is measured spans thousands of times. */
function drawingOf(title, rows, { column, unit, better, ours }) {
  const values = rows.map((row) => Number(row[column]));
  const seen = values.filter((value) => value > 0);
  if (seen.length < 2) return '';
  const floor = Math.log10(Math.min(...seen)) - 0.3;
  const span = Math.max(0.3, Math.log10(Math.max(...seen)) - floor);
  const bars = rows.map((row, i) => {
    const length = values[i] > 0 ? ((Math.log10(values[i]) - floor) / span) * (WIDTH - LABEL - VALUE) : 0;
    const y = i * ROW;
    const label = row[0].length > 48 ? `${row[0].slice(0, 47)}…` : row[0];
    return `<text x="0" y="${y + 13}">${safe(label)}</text>
<rect class="bar${ours(row) ? ' ours' : ''}" x="${LABEL}" y="${y + 4}" width="${length.toFixed(1)}" height="${ROW - 7}"/>
<text x="${(LABEL + length + 6).toFixed(1)}" y="${y + 13}">${safe(row[column])} ${safe(unit)}</text>`;
  });
  const words = `${title}: ${unit}, ${better === 'less' ? 'shorter' : 'longer'} is better`;
  return `<svg viewBox="0 0 ${WIDTH} ${rows.length * ROW}" role="img" aria-label="${safe(words)}">${bars.join('')}</svg>`;
}
