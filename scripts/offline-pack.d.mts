import type { Plugin } from 'vite';

/** A file that is to be kept: its path from the app's root, and its bytes. */
export interface Entry {
  readonly url: string;
  readonly revision: string | null;
  readonly size: number;
}

/** For vite-plugin-pwa: `plugin` goes before it, `transform` is one of its `manifestTransforms`. */
export function offlinePack(): {
  readonly plugin: Plugin;
  readonly transform: (entries: Entry[]) => Promise<{ manifest: Entry[]; warnings: string[] }>;
};
