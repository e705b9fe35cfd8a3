// What differs between the configurations of runs: paths with dots, and only those that do.

import type { PlainConfig } from '../../../wire/configs';

/** Every value by its path; lists are values, sections are not. */
export function flat(config: PlainConfig, before = ''): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, value] of Object.entries(config)) {
    const path = before === '' ? key : `${before}.${key}`;
    if (isSection(value)) for (const [inner, held] of flat(value, path)) found.set(inner, held);
    else found.set(path, value);
  }
  return found;
}

function isSection(value: unknown): value is PlainConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

export interface Difference {
  readonly path: string;
  /** In the order of the runs; undefined where a configuration says nothing of it. */
  readonly values: readonly unknown[];
}

/** They say what a run is called, not what it does. */
export const NAMES: ReadonlySet<string> = new Set(['name', 'description', 'tags']);

/** A run without a configuration (null) counts for nothing, but has its place among the values. */
export function differences(configs: readonly (PlainConfig | null)[]): readonly Difference[] {
  const maps = configs.map((config) => (config === null ? null : flat(config)));
  const paths = new Set(maps.flatMap((map) => [...(map?.keys() ?? [])]));
  return [...paths]
    .filter((path) => !NAMES.has(path.split('.')[0]!))
    .map((path) => ({ path, values: maps.map((map) => map?.get(path)) }))
    .filter(({ path }) => {
      const said = maps.filter((map) => map !== null).map((map) => JSON.stringify(map.get(path)));
      return said.some((value) => value !== said[0]);
    });
}

/** Why nothing differs; null while a configuration is still fetched (undefined). */
export function sameInWords(configs: readonly (PlainConfig | null | undefined)[]): string | null {
  if (configs.includes(undefined)) return null;
  return configs.filter((config) => config !== null).length > 1
    ? 'Their configurations say the same.'
    : 'Fewer than two of them have a configuration that could be compared.';
}

/** A value of a configuration for people. */
export function shownValue(value: unknown): string {
  if (value === undefined) return '–';
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shownValue).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
