// Formulas in MathML: React's types know none of its elements, the browser does.

import { createElement, type ReactElement, type ReactNode } from 'react';

const ATTRIBUTES: Readonly<Record<string, object>> = { math: { display: 'block' }, mspace: { width: '1em' } };

/** An element by its name: `m('msup', mi('x'), mn('2'))`. `math` is a block of its own, `mspace` an em wide. */
export function m(tag: string, ...children: ReactNode[]): ReactElement {
  return createElement(tag, ATTRIBUTES[tag] ?? null, ...children);
}

export const mi = (identifier: string) => m('mi', identifier);
export const mo = (operator: string) => m('mo', operator);
export const mn = (number: string) => m('mn', number);
export const sub = (of: string, by: string) => m('msub', mi(of), mi(by));
