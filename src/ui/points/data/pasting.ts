// A table that is pasted into the form: kept until it could be read, though the form comes and goes with what is read.

import { create } from 'zustand';
import { openSource } from '../share/open';
import { useImporting } from './importing';

interface Pasting {
  /** The field is on show. */
  readonly open: boolean;
  readonly text: string;
}

const NOTHING: Pasting = { open: false, text: '' };

export const usePasting = create<Pasting>()(() => NOTHING);

/** What cannot be read stays in the field, to be mended. */
export async function readPasted(): Promise<void> {
  const { text } = usePasting.getState();
  await openSource(new Blob([text]), 'the pasted table');
  const read = useImporting.getState().at.stage === 'read';
  if (read && usePasting.getState().text === text) usePasting.setState(NOTHING);
}
