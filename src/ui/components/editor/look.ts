// How the editor looks: the app's tokens, so that it is light or dark with it.

import { HighlightStyle, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import type { Extension, Range } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const COLOURS = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--accent)', fontWeight: '560' },
  { tag: tags.comment, color: 'var(--text-quiet)', fontStyle: 'italic' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--text-quiet)' },
  { tag: [tags.labelName, tags.typeName, tags.keyword, tags.meta], color: 'var(--warn)' },
]);

const TOOLTIP = {
  border: '1px solid var(--line-strong)',
  borderRadius: '6px',
  backgroundColor: 'var(--surface-raised)',
  color: 'var(--text)',
  boxShadow: '0 4px 16px rgb(0 0 0 / 18%)',
};

const LOOK = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-content': { padding: '0.625rem 0 4rem', caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    border: 'none',
    backgroundColor: 'var(--surface)',
    color: 'var(--text-quiet)',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 24%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-wash)', outline: '1px solid var(--accent)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-wash)' },
  '.cm-plain-value': { color: 'var(--warn)' },
  '.cm-tooltip': TOOLTIP,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '16rem',
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontSize: '0.8125rem',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.1875rem 0.625rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { marginLeft: '0.875rem', fontStyle: 'normal', color: 'var(--text-quiet)' },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-tooltip.cm-completionInfo': {
    ...TOOLTIP,
    maxWidth: 'min(19rem, 80vw)',
    padding: '0.5rem 0.75rem',
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '0.8125rem',
    lineHeight: '1.45',
  },
  '.cm-completionInfo p': { margin: '0 0 0.25rem' },
  '.cm-lint-marker-error': { width: '0.75em', height: '0.75em' },
  '.cm-diagnostic': { padding: '0.375rem 0.625rem', maxWidth: '26rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad) 1px',
    textUnderlineOffset: '3px',
  },
});

/** Of plain words, those that YAML reads as numbers, yes or no, and nothing. */
const VALUE = /^(?:[-+]?(?:\d[\d_]*)?\.?\d+(?:e[-+]?\d+)?|[-+]?\.(?:inf|nan)|true|false|null|~)$/i;
const MARK = Decoration.mark({ class: 'cm-plain-value' });

const plainValues = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marksOf(view);
    }

    update({ docChanged, viewportChanged, view, state, startState }: ViewUpdate) {
      if (docChanged || viewportChanged || syntaxTree(state) !== syntaxTree(startState))
        this.decorations = marksOf(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function marksOf(view: EditorView): DecorationSet {
  const marks: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: ({ name, from: start, to: end, node }) => {
        if (name !== 'Literal' || node.parent?.name === 'Key') return;
        if (VALUE.test(view.state.sliceDoc(start, end))) marks.push(MARK.range(start, end));
      },
    });
  }
  return Decoration.set(marks, true);
}

export const look: Extension = [LOOK, syntaxHighlighting(COLOURS), plainValues];
