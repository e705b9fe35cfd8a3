// What a configuration's text comes to, for pages and the REST door: its summary, the whole of it resolved, its learning
// rates, what may stand where. This is where the parser and the schemas are: loaded when first asked for.

import type { ConfigCheck, ConfigCompletion, ConfigOption, ConfigSummary, PlainConfig } from '../../wire/configs';
import { type Completion, completeText } from './completion';
import { duplicateConfig, writeConfig } from './edit';
import { resolveConfig } from './resolve';
import { type DataWanted, dataWantedBy } from './schema/data';
import { scheduleOf } from './schema/rates';
import { type Plain, readYaml, YAML_LIMITS } from './yaml';

export type Gist = Pick<ConfigSummary, 'kind' | 'name' | 'description' | 'tags' | 'problems'>;

/** The name is empty where it gives itself none. */
export function gistOf(text: string): Gist {
  const resolved = resolveConfig(text);
  if (resolved.ok) {
    const { kind, name, description, tags } = resolved.config;
    return { kind, name: name ?? '', description, tags, problems: 0 };
  }
  // What it says about itself can be read though something else is wrong.
  const read = readYaml(text);
  const said = read.ok && typeof read.value === 'object' && !Array.isArray(read.value) ? read.value : null;
  const name = typeof said?.name === 'string' ? said.name.trim().slice(0, 100) : '';
  const description = typeof said?.description === 'string' ? said.description.slice(0, 2000) : '';
  return { kind: null, name, description, tags: [], problems: resolved.problems.length };
}

/** `lookFor`: whether the data it names is here. */
export async function checkText(
  text: string,
  overrides: readonly string[],
  lookFor: (data: DataWanted) => Promise<{ readonly name: string; readonly found: boolean; readonly message: string }>,
): Promise<ConfigCheck> {
  const resolved = resolveConfig(text, overrides);
  if (!resolved.ok) return resolved;
  const { config } = resolved;
  const wanted = dataWantedBy(config);
  return {
    ok: true,
    kind: config.kind,
    resolved: config as unknown as PlainConfig,
    given: leavesOf(resolved.given),
    text: writeConfig(config),
    schedule: scheduleOf(config),
    data: wanted && (await lookFor(wanted)),
  };
}

/** Paths of all that is no section. */
function leavesOf(value: Plain, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
}

export function completeAt(text: string, line: number, column: number): ConfigCompletion | null {
  // What is longer is refused as a whole.
  if (text.length > YAML_LIMITS.characters) return null;
  const found = completeText(text, line, column);
  if (!found) return null;
  const { cursor, description } = found;
  const options = cursor.at === 'key' ? found.keys.map(keyOption) : found.values.map(valueOption);
  return { typed: cursor.prefix, from: column - cursor.prefix.length, options, description };
}

function keyOption({ key, ...about }: Completion['keys'][number]): ConfigOption {
  return { kind: 'key', text: key, ...about };
}

function valueOption(text: string): ConfigOption {
  return { kind: 'value', text, description: '', accepts: '', default: null, section: false };
}

/** The text under another name of its own; as it is where it cannot be read. */
export function renamed(text: string, name: string): string {
  const copy = duplicateConfig(text, name);
  return copy.ok ? copy.text : text;
}
