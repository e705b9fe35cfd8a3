// Which form stands open in place of the buttons that open them, one at a time.

import { useState } from 'react';

interface Modes<M extends string> {
  /** The form that is open. */
  readonly mode: M | null;
  /** The one that was open before: a keyboard finds itself on the button of it. */
  readonly before: M | null;
}

interface Mode<M extends string> extends Modes<M> {
  readonly open: (mode: M) => void;
  readonly done: () => void;
}

export function useMode<M extends string>(): Mode<M> {
  const [{ mode, before }, setModes] = useState<Modes<M>>({ mode: null, before: null });
  const become = (next: M | null) => setModes({ mode: next, before: mode });
  return { mode, before, open: become, done: () => become(null) };
}
