// Keys of labelling: by their place on any keyboard, no two actions on one, and none taken from fields or the browser.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, actionFor, choose, DEFAULT_KEYS, type Focus, type Key } from './keymap';
import { DEFAULT_PREFS, parsePrefs } from './prefs';

describe('the keys', () => {
  const press = (key: string, more: Partial<Key> = {}): Key => {
    const bare = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false };
    return { key, code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key, ...bare, ...more };
  };
  const act = (key: Key, focus: Focus = 'free') => actionFor(key, DEFAULT_KEYS, focus);

  it.each<[string, Action]>([
    ['n', 'negative'],
    ['P', 'positive'],
    ['s', 'skip'],
    ['u', 'undo'],
    ['ArrowLeft', 'negative'],
    ['ArrowRight', 'positive'],
    ['ArrowDown', 'skip'],
  ])('%s means %s, once however long it is held, and never while something is written', (key, action) => {
    expect(act(press(key))).toBe(action);
    expect(act(press(key, { repeat: true }))).toBeNull();
    expect(act(press(key, { altKey: true }))).toBeNull();
    expect(act(press(key), 'writing')).toBeNull();
    expect(act(press(key), 'elsewhere')).toBe(action === 'undo' ? 'undo' : null);
  });

  it('leaves the arrows to what they move, and combinations to the browser', () => {
    expect(act(press('ArrowDown'), 'arrows')).toBeNull();
    expect(act(press('n'), 'arrows')).toBe('negative');
    for (const key of ['n', 'p', 's', 'u', 'ArrowLeft']) expect(act(press(key, { ctrlKey: true }))).toBeNull();
    expect(act(press('z', { ctrlKey: true }))).toBe('undo');
    expect(act(press('z', { metaKey: true }))).toBe('undo');
    expect(act(press('Z', { ctrlKey: true, shiftKey: true }))).toBeNull();
  });

  it('knows letters by their place where the keyboard writes another script', () => {
    expect(act(press('т', { code: 'KeyN' }))).toBe('negative');
    expect(act(press('o', { code: 'KeyP' }))).toBeNull();
    expect(act(press('я', { code: 'KeyZ', ctrlKey: true }))).toBe('undo');
    expect(act(press('y', { code: 'KeyZ', ctrlKey: true }))).toBeNull();
  });

  it('are chosen one by one; whatever is pressed, no two actions share one', () => {
    const actions: Action[] = ['negative', 'positive', 'skip', 'undo'];
    const choice = fc.tuple(fc.constantFrom(...actions), fc.constantFrom(...'abnpsu1?'.split(''), 'Enter', 'Tab', ' '));
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 30 }), (choices) => {
        let keys = DEFAULT_KEYS;
        for (const [action, key] of choices) {
          const outcome = choose(press(key), action, keys);
          if (outcome.kind === 'chosen') keys = outcome.keys;
        }
        expect(new Set(Object.values(keys)).size).toBe(4);
        for (const action of actions) expect(actionFor(press(keys[action]), keys, 'free')).toBe(action);
        expect(parsePrefs(JSON.stringify({ ...DEFAULT_PREFS, keys })).keys).toEqual(keys);
      }),
    );
    expect(choose(press('p'), 'negative', DEFAULT_KEYS)).toEqual({
      kind: 'refused',
      why: '“P” is the key for positive already.',
    });
  });

  it('are the usual ones where the note of them cannot be used', () => {
    for (const text of [null, '', '{', '7', '[]', '{"keys":{"negative":"p"}}', '{"keys":null,"order":"x","hint":3}']) {
      expect(parsePrefs(text)).toEqual(DEFAULT_PREFS);
    }
    expect(parsePrefs('{"order":"extreme","hint":false}')).toEqual({
      ...DEFAULT_PREFS,
      order: 'extreme',
      hint: false,
    });
  });
});
