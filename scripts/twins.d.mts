import type { Plugin } from 'vite';

/** `virtual:twins/<kind>`, for the build, its workers and the tests alike. */
export function twins(): Plugin;
