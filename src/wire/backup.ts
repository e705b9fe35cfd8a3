// What is told of a back-up while it is made, read or put in place; it comes as events ('backup').

import type { ExportProgress } from './labelling';

export type BackupState =
  | { readonly phase: 'idle' }
  /**
   * Bytes, before they are packed. Read: each is unpacked and checked, then taken apart, whether to say what is in the file or to
   * restore it. Nothing is changed by either, and both can be given up.
   */
  | ({ readonly phase: 'making' | 'reading' } & ExportProgress)
  /** All of it is put in place at once: from here on it is too late to give it up. */
  | { readonly phase: 'replacing' };
