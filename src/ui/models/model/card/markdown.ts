// The little of Markdown that model cards are written in, read into a tree: headings, paragraphs, lists, tables, quotations,
// code, emphasis, links. HTML is text like any other, and links lead nowhere but to http, https and pages of the app.

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quotation'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'rule' };

export interface Cell {
  readonly inlines: readonly Inline[];
  readonly end: boolean;
}

/** Quotations within quotations: more is no card, and would only make a deep tree. */
const DEEPEST = 8;

export function parseMarkdown(text: string, depth = 0): readonly Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    if (isEmpty(lines[at])) {
      at += 1;
      continue;
    }
    const read = READERS.map((reader) => reader(lines, at, depth)).find((found) => found !== null);
    const { block, next } = read ?? paragraph(lines, at);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

interface Read {
  readonly block: Block;
  readonly next: number;
}

/** Null where the lines from there on are not of its kind. */
type Reader = (lines: readonly string[], at: number, depth: number) => Read | null;

const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^ {0,3}(#{1,6})[ \t](.*)$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTED = /^ {0,3}>\s?/;
const BULLET = /^\s{0,3}[-*+]\s+/;
const NUMBER = /^\s{0,3}\d{1,9}[.)]\s+/;
const FIRST = /^ {0,3}1[.)]\s+/;
const DIVIDER = /^:?-+:?$/;

const fenced: Reader = (lines, at) => {
  const fence = FENCE.exec(lines[at])?.[1];
  if (fence === undefined) return null;
  const body = lines.slice(at + 1);
  const end = body.findIndex((line) => line.trim().startsWith(fence));
  const inside = end < 0 ? body : body.slice(0, end);
  return { block: { kind: 'code', text: inside.join('\n') }, next: at + inside.length + 2 };
};

const heading: Reader = (lines, at) => {
  const found = HEADING.exec(lines[at]);
  if (!found) return null;
  return { block: { kind: 'heading', level: found[1].length, inlines: parseInlines(found[2].trim()) }, next: at + 1 };
};

const rule: Reader = (lines, at) => (RULE.test(lines[at]) ? { block: { kind: 'rule' }, next: at + 1 } : null);

const quotation: Reader = (lines, at, depth) => {
  if (!QUOTED.test(lines[at]) || depth >= DEEPEST) return null;
  const count = countWhile(lines, at, (line) => QUOTED.test(line));
  const inside = lines.slice(at, at + count).map((line) => line.replace(QUOTED, ''));
  return { block: { kind: 'quotation', blocks: parseMarkdown(inside.join('\n'), depth + 1) }, next: at + count };
};

const list: Reader = (lines, at) => {
  const mark = [BULLET, NUMBER].find((pattern) => pattern.test(lines[at]));
  if (!mark) return null;
  const items: string[] = [];
  let next = at;
  while (next < lines.length) {
    const line = lines[next];
    const after = next + countWhile(lines, next, isEmpty);
    if (mark.test(line)) items.push(line.replace(mark, ''));
    // A line that is moved in goes on with the item before it.
    else if (/^\s+\S/.test(line)) items[items.length - 1] += ` ${line.trim()}`;
    // Empty ones part two items.
    else if (after === next || !mark.test(lines[after] ?? '') || RULE.test(lines[after])) break;
    next = Math.max(next + 1, after);
  }
  return { block: { kind: 'list', ordered: mark === NUMBER, items: items.map((item) => parseInlines(item)) }, next };
};

const table: Reader = (lines, at) => {
  const divider = lines[at + 1];
  if (!lines[at].includes('|') || !divider?.includes('|')) return null;
  const dividers = cellsOf(divider);
  if (!dividers.every((cell) => DIVIDER.test(cell))) return null;
  const ends = dividers.map((cell) => cell.endsWith(':'));
  const head = cellsOf(lines[at]);
  if (head.length !== ends.length) return null;
  const count = countWhile(lines, at + 2, (line) => line.includes('|'));
  const rowOf = (cells: readonly string[]) => ends.map((end, i) => ({ inlines: parseInlines(cells[i] ?? ''), end }));
  const rows = lines.slice(at + 2, at + 2 + count).map((line) => rowOf(cellsOf(line)));
  return { block: { kind: 'table', head: rowOf(head), rows }, next: at + 2 + count };
};

const READERS: readonly Reader[] = [fenced, heading, rule, quotation, list, table];

function paragraph(lines: readonly string[], at: number): Read {
  let count = 1;
  while (!isEmpty(lines[at + count] ?? '') && !begins(lines, at + count)) count += 1;
  const text = lines.slice(at, at + count).map((line) => line.trim());
  return { block: { kind: 'paragraph', inlines: parseInlines(text.join(' ')) }, next: at + count };
}

/** Right under a paragraph. Of numbers, 1 alone begins a list: any other may be one of a sentence. */
function begins(lines: readonly string[], at: number): boolean {
  return [FENCE, HEADING, QUOTED, BULLET, FIRST].some((mark) => mark.test(lines[at])) || table(lines, at, 0) !== null;
}

function isEmpty(line: string): boolean {
  return line.trim() === '';
}

function countWhile(lines: readonly string[], from: number, fits: (line: string) => boolean): number {
  let count = 0;
  while (from + count < lines.length && fits(lines[from + count])) count += 1;
  return count;
}

/** A "\|" is no border. */
function cellsOf(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inside.split(/(?<!\\)\|/).map((cell) => cell.replace(/\\\|/g, '|').trim());
}

// ---------------------------------------------------------------- within a line

/** Each can be found without looking back, so that no text takes long. */
const MARKS =
  /`([^`\n]+)`|\[([^\][\n]{1,300})\]\(([^()\s]{1,2000})\)|\*\*([^*\n]{1,2000})\*\*|\*([^*\s][^*\n]{0,2000})\*/g;

export function parseInlines(text: string): readonly Inline[] {
  const inlines: Inline[] = [];
  let from = 0;
  for (const found of text.matchAll(MARKS)) {
    if (found.index > from) inlines.push({ kind: 'text', text: text.slice(from, found.index) });
    inlines.push(inlineOf(found));
    from = found.index + found[0].length;
  }
  if (from < text.length) inlines.push({ kind: 'text', text: text.slice(from) });
  return inlines;
}

function inlineOf([whole, code, label, href, strong, emphasis]: RegExpMatchArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', inlines: parseInlines(strong) };
  if (emphasis !== undefined) return { kind: 'emphasis', inlines: parseInlines(emphasis) };
  // Any other address could be a script; a mere #place would be taken for a page that is none.
  if (label === undefined || href === undefined || !/^(?:https?:\/\/|#\/)/i.test(href)) {
    return { kind: 'text', text: whole };
  }
  return { kind: 'link', href, inlines: [{ kind: 'text', text: label }] };
}
