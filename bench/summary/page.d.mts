import type { Table } from './views.mjs';

export interface Section {
  readonly id: string;
  readonly title: string;
  /** When, where, of what versions, by what command. */
  readonly head: string;
  readonly tables: readonly Table[];
}

export function pageOf(sections: readonly Section[]): string;
