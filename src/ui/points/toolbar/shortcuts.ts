// The page's keys, in one list: what listens and what the help shows cannot drift apart.
// The plane has its own keys while it has focus (arrows, Delete); its handler sees them first.

import { useEffect } from 'react';
import { isSwitchedOff } from '../../components/letterKeys';
import { typedKey } from '../../components/typedKey';
import { control, redo, togglePlay, undo } from '../actions';
import { fitView, zoomBy } from '../plane/Plane';
import { type Tool, usePoints } from '../store';

export interface Shortcut {
  /** As shown: "Ctrl Z". */
  readonly keys: string;
  readonly label: string;
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: () => void;
}

const plain = (...keys: string[]) => {
  return (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey && keys.includes(typedKey(event));
};
const command = (key: string, shift: boolean) => {
  return (event: KeyboardEvent) =>
    (event.ctrlKey || event.metaKey) && event.shiftKey === shift && typedKey(event).toLowerCase() === key;
};
const pick = (tool: Tool) => () => usePoints.getState().set({ tool });

export const TOOL_KEYS: Readonly<Record<Tool, string>> = { add: 'A', spray: 'S', erase: 'E', select: 'V', pan: 'H' };

const tool = (name: Tool, label: string): Shortcut => ({
  keys: TOOL_KEYS[name],
  label,
  matches: plain(TOOL_KEYS[name].toLowerCase(), TOOL_KEYS[name]),
  run: pick(name),
});

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: 'Space', label: 'Play or pause the fit', matches: plain(' '), run: () => void togglePlay() },
  { keys: '.', label: 'One iteration', matches: plain('.'), run: () => void control('step') },
  tool('add', 'Add points'),
  tool('spray', 'Spray points'),
  tool('erase', 'Erase points'),
  tool('select', 'Select and move'),
  tool('pan', 'Move the view'),
  { keys: 'F', label: 'Fit the view to the points', matches: plain('f', 'F'), run: () => fitView() },
  { keys: '+', label: 'Zoom in', matches: plain('+', '='), run: () => zoomBy(1.25) },
  { keys: '−', label: 'Zoom out', matches: plain('-', '−'), run: () => zoomBy(0.8) },
  { keys: 'Ctrl Z', label: 'Undo', matches: command('z', false), run: () => void undo() },
  {
    keys: 'Ctrl ⇧ Z',
    label: 'Redo',
    matches: (event) => command('z', true)(event) || command('y', false)(event),
    run: () => void redo(),
  },
];

/** What holds these keys for itself: they must not be taken from a form, a button or an open menu. */
const CONTROLS =
  'input, textarea, select, button, a[href], summary, [contenteditable="true"], [role="slider"], [role="tab"], [role="menu"], [role="dialog"], [role="listbox"]';

export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isSwitchedOff(event)) return;
      const target = event.target instanceof Element ? event.target : null;
      const held = target?.closest(CONTROLS);
      // Space and Enter belong to whatever has focus; letters do not disturb a button.
      const typing = held?.matches('input, textarea, select, [contenteditable="true"], [role="slider"], [role="tab"]');
      const shortcut = SHORTCUTS.find((item) => item.matches(event));
      if (!shortcut || typing || (held && shortcut.keys === 'Space')) return;
      if (target?.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return;
      event.preventDefault();
      shortcut.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
