// From the text of a configuration and overrides to one plain object with every default filled in, or to what is wrong
// with it. Never throws.

import { nearest } from './nearest';
import { applyOverrides, concerns, type Override, readOverrides } from './overrides';
import { type ConfigProblem, failed, naming, type Outcome, problemsAsError } from './problem';
import { CONFIG_KINDS, type ExperimentConfig, jsonSchemaOf, schemaFor } from './schema';
import { type Finding, findingsOf, UNWORDED } from './words';
import { type Plain, type ReadYaml, readYaml } from './yaml';

/** `given`: what the text and the overrides say, without defaults. */
export type Resolved = Outcome<{ readonly config: ExperimentConfig; readonly given: Plain }>;

export function resolveConfig(text: string, overrides: readonly string[] = []): Resolved {
  const file = readYaml(text);
  if (!file.ok) return file;
  const given = readOverrides(overrides);
  if (!given.ok) return given;
  const merged = applyOverrides(file.value, given.overrides);
  if (!merged.ok) return merged;
  const checked = check(merged.value ?? {});
  if ('config' in checked) return { ok: true, config: checked.config, given: merged.value };
  return failed(checked.findings.map((finding) => placed(finding, file, given.overrides)));
}

/** As `resolveConfig`. @throws ServiceError 'invalid' with every problem, its line and column. */
export function configFrom(text: string, overrides: readonly string[] = []): ExperimentConfig {
  const resolved = resolveConfig(text, overrides);
  if (resolved.ok) return resolved.config;
  throw problemsAsError(resolved.problems);
}

function check(value: Plain): { readonly config: ExperimentConfig } | { readonly findings: readonly Finding[] } {
  const schema = schemaFor(value);
  if (!schema) return { findings: [withoutKind(value)] };
  const result = schema.safeParse(value, { error: () => UNWORDED });
  return result.success ? { config: result.data } : { findings: findingsOf(result.error, value, jsonSchemaOf(schema)) };
}

function withoutKind(value: Plain): Finding {
  const list = CONFIG_KINDS.join(', ');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `A configuration is a list of “key: value”, beginning with kind (${list}), not ${naming(value)}.`;
    return { path: [], part: 'value', message };
  }
  if (value.kind === undefined) {
    const meant = nearest('kind', Object.keys(value));
    const message = `kind is required: it must be one of ${list}.`;
    return meant ? { path: [meant], part: 'key', message } : { path: [], part: 'value', message };
  }
  const meant = typeof value.kind === 'string' ? nearest(value.kind, CONFIG_KINDS) : null;
  const message = `kind must be one of ${list}, not ${naming(value.kind)}${meant ? `; did you mean ${meant}?` : '.'}`;
  return { path: ['kind'], part: 'value', message };
}

/** With the place in the file; where an override is to blame, without one, and saying so. */
function placed({ path, part, message }: Finding, file: ReadYaml, overrides: readonly Override[]): ConfigProblem {
  const blamed = overrides.findLast((override) => concerns(override, path) && path.length >= override.path.length);
  if (blamed) return { line: null, column: null, path, message: `${message} (from the override ${blamed.text})` };
  return { ...file.placeOf(path, part), path, message };
}
