// What the service makes of the text in the editor: asked for a moment after the last key, and anew when data comes or goes.

import { useEffect, useState } from 'react';
import { service, subscribe } from '../../../client';
import type { ConfigCheck } from '../../../wire/configs';
import type { ServiceEvent } from '../../../wire/events';
import { wordsOf } from '../../components/errors';

export interface Checked {
  readonly check: ConfigCheck;
  /** What was checked: the editor may be ahead of it. */
  readonly text: string;
}

export type SoundConfig = Extract<ConfigCheck, { readonly ok: true }>;

export interface Checking {
  /** The last answer; null before the first. */
  readonly checked: Checked | null;
  /** The last that was in order; null before there was one. */
  readonly sound: SoundConfig | null;
  /** The service could not be asked; null when it could. */
  readonly failure: string | null;
}

/** Milliseconds without a key. */
const PAUSE = 250;
/** What may bring data that a configuration names, or take it away. */
const OF_DATA: ReadonlySet<ServiceEvent['type']> = new Set(['datasets', 'images', 'reset']);

export function useCheck(text: string, overrides: readonly string[]): Checking {
  const [state, setState] = useState<Checking>({ checked: null, sound: null, failure: null });
  // A list of its own at each turn is the same list.
  const given = overrides.join('\n');
  useEffect(() => {
    let asked = 0;
    const ask = async () => {
      const turn = ++asked;
      try {
        const check = await service.configs.check(text, given === '' ? [] : given.split('\n'));
        if (turn !== asked) return;
        setState(({ sound }) => ({ checked: { check, text }, sound: check.ok ? check : sound, failure: null }));
      } catch (error) {
        if (turn === asked) setState((before) => ({ ...before, failure: wordsOf(error) }));
      }
    };
    const soon = () => setTimeout(() => void ask(), PAUSE);
    let timer = soon();
    const unsubscribe = subscribe(({ type }) => {
      if (!OF_DATA.has(type)) return;
      clearTimeout(timer);
      timer = soon();
    });
    return () => {
      asked = Number.POSITIVE_INFINITY;
      clearTimeout(timer);
      unsubscribe();
    };
  }, [text, given]);
  return state;
}
