// A table that is pasted into the form: kept until its points were taken, though the form comes and goes with what is read.

import { create } from 'zustand';
import { openSource } from '../share/open';

interface Pasting {
  /** The field is on show. */
  readonly open: boolean;
  readonly text: string;
}

const NOTHING: Pasting = { open: false, text: '' };

/** What it is called while it is read and looked at. */
const NAME = 'the pasted table';

export const usePasting = create<Pasting>()(() => NOTHING);

/** What cannot be read stays in the field, to be mended; so does what was looked at and not taken. */
export function readPasted(): Promise<void> {
  return openSource(new Blob([usePasting.getState().text]), NAME);
}

/** The points of what has this name were taken. */
export function forgetPasted(name: string): void {
  if (name === NAME) usePasting.setState(NOTHING);
}
