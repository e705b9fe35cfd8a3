// Markdown as elements of the page: text stays text, whatever it holds.

import { Box } from '@mantine/core';
import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import classes from './Card.module.css';
import { type Block, type Cell, type Inline, parseMarkdown } from './markdown';

/** Headings begin under the page's own two levels. */
const UNDER = 2;

export function Markdown({ text }: { readonly text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div className={classes.card}>{all(blocks.map(blockElement))}</div>;
}

/** Handed on one by one and not as a list: parts of a text have no keys to be told apart by, and never move. */
function all(parts: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...parts);
}

function blockElement(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return createElement(`h${Math.min(6, block.level + UNDER)}`, null, inlines(block.inlines));
    case 'paragraph':
      return <p>{inlines(block.inlines)}</p>;
    case 'code':
      return (
        <Box component="pre" className={classes.code ?? ''} tabIndex={0} role="group" aria-label="Code">
          <code>{block.text}</code>
        </Box>
      );
    case 'quotation':
      return <blockquote>{all(block.blocks.map(blockElement))}</blockquote>;
    case 'list':
      return createElement(block.ordered ? 'ol' : 'ul', null, all(block.items.map(itemElement)));
    case 'table':
      return (
        <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Table">
          <table>
            <thead>
              <tr>{all(block.head.map((cell) => cellElement(cell, 'th')))}</tr>
            </thead>
            <tbody>{all(block.rows.map(rowElement))}</tbody>
          </table>
        </Box>
      );
    case 'rule':
      return <hr />;
  }
}

function itemElement(item: readonly Inline[]): ReactNode {
  return <li>{inlines(item)}</li>;
}

function rowElement(row: readonly Cell[]): ReactNode {
  return <tr>{all(row.map((cell) => cellElement(cell, 'td')))}</tr>;
}

function cellElement({ inlines: inside, end }: Cell, tag: 'th' | 'td'): ReactNode {
  const scope = tag === 'th' ? { scope: 'col' } : {};
  return createElement(tag, { 'data-end': end || undefined, ...scope }, inlines(inside));
}

function inlines(parts: readonly Inline[]): ReactNode {
  return all(parts.map(inlineElement));
}

function inlineElement(inline: Inline): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code>{inline.text}</code>;
    case 'strong':
      return <strong>{inlines(inline.inlines)}</strong>;
    case 'emphasis':
      return <em>{inlines(inline.inlines)}</em>;
    case 'link':
      return inline.href.startsWith('#') ? (
        <a href={inline.href}>{inlines(inline.inlines)}</a>
      ) : (
        <a href={inline.href} target="_blank" rel="noreferrer noopener">
          {inlines(inline.inlines)}
        </a>
      );
  }
}
