// Completion from the schema, by way of the service: what may stand at the cursor, and what it means.

import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
  startCompletion,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { ConfigCompletion, ConfigOption } from '../../../../wire/configs';
import { placeOf } from './places';

export type Complete = (text: string, line: number, column: number) => Promise<ConfigCompletion | null>;

/** With what it means, for the list and for those who hear it. */
interface ConfigEntry extends Completion {
  readonly option: ConfigOption;
}

export function completionSource(complete: Complete) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { state, pos, view } = context;
    const followsKey = view !== undefined && following.delete(view);
    // Asked anew with every key until there is an answer: one that there is nothing, to an earlier text, would be the last.
    context.addEventListener('abort', () => {}, { onDocChange: true });
    const { line, column } = placeOf(state.doc, pos);
    const found = await complete(state.doc.toString(), line, column).catch(() => null);
    if (context.aborted || !found || found.options.length === 0) return null;
    if (!(context.explicit && !followsKey) && !isWanted(found, followsKey)) return null;
    const from = state.doc.line(line).from + found.from - 1;
    return { from, options: found.options.map(entryOf), validFor: /^[\w.-]*$/ };
  };
}

/** Editors where a key was just put in, which are asked what may follow it. */
const following = new WeakSet<EditorView>();

/**
 * Unasked: keys once they are begun, or in a section just begun; values where there are some to choose from. A lone value is
 * an example, which must not be taken for what was typed.
 */
function isWanted({ typed, options }: ConfigCompletion, followsKey: boolean): boolean {
  return options[0]?.kind === 'key' ? typed !== '' || followsKey : options.length > 1;
}

function entryOf(option: ConfigOption, index: number): ConfigEntry {
  return {
    option,
    label: option.text,
    type: option.kind === 'key' ? (option.section ? 'namespace' : 'property') : 'enum',
    // The schema's order: what matters first comes first.
    boost: -Math.min(99, index),
    ...(option.default !== null && option.default.length < 24 ? { detail: option.default } : {}),
    ...(option.kind === 'key' ? { info: () => explain(option), apply: applyKey } : {}),
  };
}

/** Puts in the key with its colon, and goes on to what may follow. */
function applyKey(view: EditorView, entry: Completion, from: number, to: number): void {
  const { option } = entry as ConfigEntry;
  const { state } = view;
  const line = state.doc.lineAt(from);
  // The rest of the word, and the colon that may be there.
  const rest = /^[\w.-]*(:)?/.exec(state.doc.sliceString(to, line.to));
  const inFlow = /[{,[]/.test(state.doc.sliceString(line.from, from));
  const indent = ' '.repeat(from - line.from + 2);
  const tail = rest?.[1] ? ':' : option.section && !inFlow ? `:\n${indent}` : ': ';
  const insert = `${option.text}${tail}`;
  view.dispatch({
    changes: { from, to: to + (rest?.[0].length ?? 0), insert },
    selection: { anchor: from + insert.length },
    annotations: pickedCompletion.of(entry),
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
  if (tail === ':') return;
  following.add(view);
  startCompletion(view);
}

/** The note beside the list. */
function explain(option: ConfigOption): HTMLElement {
  const note = document.createElement('div');
  const add = (label: string, text: string, name = 'p') => {
    if (text === '') return;
    const part = note.appendChild(document.createElement(name));
    if (label !== '') part.appendChild(document.createElement('b')).textContent = `${label} `;
    part.append(text);
  };
  add('', option.description);
  add('Accepts', option.accepts);
  add('Default', option.default ?? (option.section ? '' : 'none: it has to be given'));
  return note;
}

/** For those who hear the list: the note is not read out by itself. */
export const SPOKEN = {
  position: 95,
  render(completion: Completion): HTMLElement {
    const { option } = completion as ConfigEntry;
    const spoken = document.createElement('span');
    spoken.className = 'visually-hidden';
    const parts = [option.description, option.accepts && `Accepts ${option.accepts}.`].filter((part) => part !== '');
    spoken.textContent = parts.length > 0 ? ` – ${parts.join(' ')}` : '';
    return spoken;
  },
} as const;
