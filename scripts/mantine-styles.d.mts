import type { Plugin } from 'vite';

/** Fails a build that has a Mantine component without its style sheet, or a sheet without its component. */
export function mantineStyles(): Plugin;
