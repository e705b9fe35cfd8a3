// manifest.json of a model archive: what aimodellib says it holds (its README, "The Manifest File", and
// manifest/utils.py, MANIFEST_ARGS), with its defaults. Parameters that it does not know are kept as they are.

import { z } from 'zod';
import { ArchiveError, quoted } from './errors';
import { byCodeUnits, pathProblem, plainPath } from './paths';

export const MANIFEST_NAME = 'manifest.json';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface ManifestFields {
  /** Path from the archive's root to the module's folder; "" where it is the root itself. */
  readonly module: string;
  /** Path from the module's folder to the script; null where the model cannot be trained. */
  readonly trainingScript: string | null;
  /** The same for serving. */
  readonly servingScript: string | null;
  /** Path from the archive's root to the folder of logs. */
  readonly logDirectory: string;
  /** strftime's format of a log's name. */
  readonly logNamingFormat: string;
  readonly enableTensorboard: boolean;
  /** Path from the archive's root to the folder of TensorBoard's files. */
  readonly tensorboardDirectory: string;
}

export interface Manifest extends ManifestFields {
  /** Parameters that are none of ours. */
  readonly extra: Readonly<Record<string, Json>>;
}

/** What a parameter is where a manifest does not have it: all seven from the table in aimodellib's README. */
export const MANIFEST_DEFAULTS: ManifestFields = {
  module: '',
  trainingScript: null,
  servingScript: null,
  logDirectory: 'logs',
  logNamingFormat: '%Y-%m-%dT%H-%M-%S.log',
  enableTensorboard: false,
  tensorboardDirectory: 'tb_logs',
};

const folder = z.string({ error: 'must be a text' }).superRefine((path, context) => {
  const plain = plainPath(path);
  const problem = plain === '' ? null : pathProblem(plain);
  if (problem) context.addIssue({ code: 'custom', message: `is a path that ${problem}` });
});

const script = z
  .string({ error: 'must be a text or null' })
  .superRefine((path, context) => {
    const problem = pathProblem(plainPath(path));
    if (problem) context.addIssue({ code: 'custom', message: `is a path that ${problem}` });
  })
  .nullable();

/** For the edges (REST, forms) too. Unknown parameters pass through. */
export const manifestSchema = z.looseObject({
  module: folder.default(MANIFEST_DEFAULTS.module),
  trainingScript: script.default(MANIFEST_DEFAULTS.trainingScript),
  servingScript: script.default(MANIFEST_DEFAULTS.servingScript),
  logDirectory: folder.default(MANIFEST_DEFAULTS.logDirectory),
  logNamingFormat: z.string({ error: 'must be a text' }).default(MANIFEST_DEFAULTS.logNamingFormat),
  enableTensorboard: z.boolean({ error: 'must be true or false' }).default(MANIFEST_DEFAULTS.enableTensorboard),
  tensorboardDirectory: folder.default(MANIFEST_DEFAULTS.tensorboardDirectory),
});

const FIELDS = Object.keys(MANIFEST_DEFAULTS);
/** Levels of lists and objects in a parameter that is kept: more is no manifest, and would break those who walk it. */
const MAX_DEPTH = 64;

/** @throws ArchiveError ('manifest') that names the parameter */
export function parseManifest(value: unknown): Manifest {
  if (!isObject(value)) {
    throw wrong(`must hold one object, {"module": …}, and not ${kindOf(value)}`);
  }
  const own = Object.entries(value);
  const known = Object.fromEntries(own.filter(([name]) => FIELDS.includes(name)));
  const others = own.filter(([name]) => !FIELDS.includes(name));
  const read = manifestSchema.safeParse(known);
  if (!read.success) {
    const issue = read.error.issues[0];
    const field = String(issue?.path[0] ?? '');
    const found = issue?.code === 'custom' ? '' : `, and not ${kindOf(known[field])}`;
    throw wrong(`is wrong in ${quoted(field)}, which ${issue?.message ?? 'cannot be read'}${found}`, field);
  }
  for (const [name, extra] of others) checkKept(name, extra);
  const { module, trainingScript, servingScript, ...rest } = read.data;
  const { logDirectory, logNamingFormat, enableTensorboard, tensorboardDirectory } = rest;
  return {
    ...{ module, trainingScript, servingScript },
    ...{ logDirectory, logNamingFormat, enableTensorboard, tensorboardDirectory },
    // Not by assignment: a parameter may be called "__proto__".
    extra: Object.fromEntries(others) as Record<string, Json>,
  };
}

/** @throws ArchiveError ('manifest') */
export function readManifest(bytes: Uint8Array): Manifest {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrong('is not in UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseManifest(value);
}

/** The same bytes for the same manifest: ours in the order of the table, then the others by name. */
export function writeManifest({ extra, ...fields }: Manifest): Uint8Array<ArrayBuffer> {
  const ours = FIELDS.map((name) => [name, fields[name as keyof ManifestFields]] as const);
  const others = Object.entries(sorted(extra) as Record<string, Json>).filter(([name]) => !FIELDS.includes(name));
  const text = `${JSON.stringify(Object.fromEntries([...ours, ...others]), null, 2)}\n`;
  return new TextEncoder().encode(text);
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const members = Object.entries(value as Readonly<Record<string, Json>>);
  return Object.fromEntries(members.sort(([a], [b]) => byCodeUnits(a, b)).map(([name, item]) => [name, sorted(item)]));
}

/** Without recursion: what is too deep must not overflow the stack of the check against it. */
function checkKept(name: string, value: unknown): void {
  const open: [unknown, number][] = [[value, 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [item, depth] = next;
    if (typeof item === 'number' && !Number.isFinite(item)) {
      throw wrong(`has a number in ${quoted(name)} that is too large to be kept`, name);
    }
    if (typeof item !== 'object' || item === null) continue;
    if (depth > MAX_DEPTH) throw wrong(`is nested more than ${MAX_DEPTH} levels deep in ${quoted(name)}`, name);
    for (const member of Object.values(item)) open.push([member, depth + 1]);
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  return typeof value === 'object' ? 'an object' : String(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function wrong(what: string, field?: string): ArchiveError {
  const place = field === undefined ? { entry: MANIFEST_NAME } : { entry: MANIFEST_NAME, field };
  return new ArchiveError('manifest', `${MANIFEST_NAME} ${what}.`, place);
}
