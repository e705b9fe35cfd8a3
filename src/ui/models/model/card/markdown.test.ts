// Markdown of model cards, for anything typed: no HTML, no scripts in addresses, no text lost, no time lost.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, type Inline, parseInlines, parseMarkdown } from './markdown';

const text = (words: string): Inline => ({ kind: 'text', text: words });

/** All text of a tree, whatever it lies in, and the addresses of links. */
function textOf(inlines: readonly Inline[]): string {
  const of = (one: Inline) => ('text' in one ? one.text : textOf(one.inlines) + (one.kind === 'link' ? one.href : ''));
  return inlines.map(of).join('');
}

describe('Markdown', () => {
  it('has headings, paragraphs over several lines, and rules', () => {
    expect(parseMarkdown('# One\n\nTwo\nthree\n## Four\n\n---\n')).toEqual([
      { kind: 'heading', level: 1, inlines: [text('One')] },
      { kind: 'paragraph', inlines: [text('Two three')] },
      { kind: 'heading', level: 2, inlines: [text('Four')] },
      { kind: 'rule' },
    ] satisfies Block[]);
  });

  it('has lists, whose items may go on in the next line', () => {
    expect(parseMarkdown('- a\n  and more\n- b\n\n1. c\n2. d')).toEqual([
      { kind: 'list', ordered: false, items: [[text('a and more')], [text('b')]] },
      { kind: 'list', ordered: true, items: [[text('c')], [text('d')]] },
    ] satisfies Block[]);
  });

  it('has one list where lines are empty between its items, and none of others', () => {
    expect(parseMarkdown('1. a\n\n2. b\n\n\n3. c\n\n- d\n\n- - -')).toEqual([
      { kind: 'list', ordered: true, items: [[text('a')], [text('b')], [text('c')]] },
      { kind: 'list', ordered: false, items: [[text('d')]] },
      { kind: 'rule' },
    ] satisfies Block[]);
  });

  it('has lists and tables right under a paragraph, and years and figures in it', () => {
    const kinds = (markdown: string) => parseMarkdown(markdown).map(({ kind }) => kind);
    expect(kinds('Steps:\n1. a\n2. b')).toEqual(['paragraph', 'list']);
    expect(kinds('Figures\nof it:\n| a | b |\n|---|---|\n| 1 | 2 |')).toEqual(['paragraph', 'table']);
    expect(kinds('It was in\n1984. Or later,\na | b')).toEqual(['paragraph']);
  });

  it('has tables with figures at their ends, as cards have', () => {
    const [table] = parseMarkdown('| figure | value |\n| --- | ---: |\n| a \\| b | 1 |\n| c |');
    const cell = (words: string, end: boolean) => ({ inlines: words === '' ? [] : [text(words)], end });
    expect(table).toEqual({
      kind: 'table',
      head: [cell('figure', false), cell('value', true)],
      rows: [
        [cell('a | b', false), cell('1', true)],
        [cell('c', false), cell('', true)],
      ],
    } satisfies Block);
  });

  it('keeps code as it is, also where it never ends', () => {
    expect(parseMarkdown('```js\n# no\n  <b>\n```\nafter')).toEqual([
      { kind: 'code', text: '# no\n  <b>' },
      { kind: 'paragraph', inlines: [text('after')] },
    ] satisfies Block[]);
    expect(parseMarkdown('```\nrest')).toEqual([{ kind: 'code', text: 'rest' }]);
  });

  it('has quotations, and no more of them within each other than the page can bear', () => {
    expect(parseMarkdown('> a\n> b')).toEqual([
      { kind: 'quotation', blocks: [{ kind: 'paragraph', inlines: [text('a b')] }] },
    ]);
    const depth = (blocks: readonly Block[]): number =>
      Math.max(0, ...blocks.map((block) => (block.kind === 'quotation' ? 1 + depth(block.blocks) : 0)));
    expect(depth(parseMarkdown('>'.repeat(1000)))).toBeLessThanOrEqual(8);
  });

  it('has emphasis, code and links within a line', () => {
    expect(parseInlines('a **b** *c* `**d**` [e](https://example.org/)')).toEqual([
      ...[text('a '), { kind: 'strong', inlines: [text('b')] }, text(' ')],
      ...[{ kind: 'emphasis', inlines: [text('c')] }, text(' '), { kind: 'code', text: '**d**' }, text(' ')],
      { kind: 'link', href: 'https://example.org/', inlines: [text('e')] },
    ]);
  });

  it('leads to pages of the app, and takes places of the card for text, which no page answers to', () => {
    const page: Inline = { kind: 'link', href: '#/models/1', inlines: [text('a')] };
    expect(parseInlines('[a](#/models/1)')).toEqual([page]);
    expect(parseInlines('[Usage](#usage)')).toEqual([text('[Usage](#usage)')]);
  });

  it('takes HTML for text, and addresses that could be scripts too', () => {
    const html = '<img src=x onerror=alert(1)>';
    expect(parseMarkdown(html)).toEqual([{ kind: 'paragraph', inlines: [text(html)] }]);
    for (const address of ['javascript:alert`1`', 'data:text/html,x', 'JAVASCRIPT:x', '//elsewhere', 'file:///x']) {
      expect(parseInlines(`[x](${address})`)).toEqual([text(`[x](${address})`)]);
    }
  });

  it('reads anything to its end, loses no plain text, and never leads elsewhere than to the web or the page', () => {
    const pieces = fc.constantFrom(
      '#',
      '-',
      '|',
      '---',
      '>',
      '```',
      '*',
      '**',
      '`',
      '[',
      '](',
      ')',
      'a',
      ' ',
      '\n',
      '1.',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const walk = (inlines: readonly Inline[]) => {
          for (const inline of inlines) {
            if (inline.kind === 'link') expect(inline.href).toMatch(/^(https?:|#)/);
            if ('inlines' in inline) walk(inline.inlines);
          }
        };
        const line = parts.join('');
        walk(parseInlines(line));
        expect(parseMarkdown(line)).toBeDefined();
        expect(textOf(parseInlines(line)).replace(/[^a]/g, '')).toBe(line.replace(/[^a]/g, ''));
      }),
    );
  });

  it('takes no longer for a long line than for many short ones', () => {
    for (const piece of [' ', '#', '|', '*', '[', '- ', '>', '`', ':-']) {
      const long = piece.repeat(100_000 / piece.length);
      expect(parseMarkdown(`a${long}x`).length).toBeGreaterThan(0);
      expect(parseMarkdown(`${long}x`).length).toBeGreaterThan(0);
    }
  });
});
