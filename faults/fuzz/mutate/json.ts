// Changes of JSON that keep it JSON: a value somewhere within becomes another, a member goes, comes twice or changes its
// name, a list grows, a number is larger than any, something is nested thousands deep.

import fc from 'fast-check';
import type { Rng } from '../../../src/ml/rng';
import { type Bytes, changedBytes, encode, pick } from './bytes';
import { NASTY_TEXTS, PROTOTYPE_NAMES } from './nasty';

type Parent = Record<string, unknown> | unknown[];

/** Stands in a value for JSON that no value is written as: 1e999, a member named __proto__, a hundred thousand brackets. */
const RAW = '\u0001raw:';
const raw = (json: string) => `${RAW}${json}`;

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const deepObject = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const SIMPLE: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 2, 0.5, -0.5, 1e-300, 1e308, -1e308, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53)],
  ...[[], {}, [[]], [null], [1, 'a'], { a: 1 }, [{}], Array.from({ length: 300 }, (_, i) => i)],
  ...['1e999', '-1e999', '-0', deep(50), deep(60_000), deepObject(40_000), '{"__proto__": {"a": 1}}'].map(raw),
  ...NASTY_TEXTS,
];

/** Any JSON value: one that has done harm elsewhere, or one of fast-check's. */
export function anyValue(rng: Rng): unknown {
  // A copy: what is put in is changed in its turn.
  if (rng.integer(4) > 0) return structuredClone(pick(SIMPLE, rng));
  return fc.sample(fc.jsonValue({ maxDepth: 4, depthSize: 'small' }), { seed: rng.uint32(), numRuns: 1 })[0];
}

export function isParent(value: unknown): value is Parent {
  return typeof value === 'object' && value !== null;
}

/** All lists and objects within, the outermost first. */
function parentsOf(value: unknown): Parent[] {
  const found: Parent[] = [];
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined && found.length < 2000; next = open.pop()) {
    if (!isParent(next)) continue;
    found.push(next);
    open.push(...Object.values(next).filter(isParent));
  }
  return found;
}

function changeIn(parent: Parent, rng: Rng): void {
  if (Array.isArray(parent)) changeList(parent, rng);
  else changeMember(parent, rng);
}

function changeMember(parent: Record<string, unknown>, rng: Rng): void {
  const keys = Object.keys(parent);
  const key = keys[rng.integer(keys.length)] ?? 'a';
  switch (rng.integer(6)) {
    case 0:
      delete parent[key];
      break;
    case 1:
      setMember(parent, pick([...PROTOTYPE_NAMES, ...NASTY_TEXTS, `${key}x`], rng), rng);
      break;
    default:
      setMember(parent, key, rng);
  }
}

function setMember(parent: Record<string, unknown>, name: string, rng: Rng): void {
  // Assigning to __proto__ would change the object instead of adding a member.
  const value = otherThan(Object.hasOwn(parent, name) ? parent[name] : null, rng);
  Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
}

function changeList(list: unknown[], rng: Rng): void {
  const at = rng.integer(list.length);
  switch (rng.integer(5)) {
    case 0:
      list.splice(at, 1 + rng.integer(list.length));
      break;
    case 1:
      list.splice(at, 0, ...Array.from({ length: 1 + rng.integer(30) }, () => structuredClone(list[at])));
      break;
    default:
      list[at] = otherThan(list[at], rng);
  }
}

/** Often of the same kind: what passes the first check gets to the second. */
function otherThan(value: unknown, rng: Rng): unknown {
  if (rng.integer(2) === 0) return anyValue(rng);
  if (typeof value === 'number') {
    return pick([-value, value + 1, value - 1, value * 1e6, value / 3, 0, 1e9, 2 ** 32, 2 ** 53, 1e308], rng);
  }
  if (typeof value === 'string') return pick([`${value}x`, value.slice(1), value.toUpperCase(), value + value], rng);
  if (typeof value === 'boolean') return !value;
  return anyValue(rng);
}

/** A changed copy of a JSON value, as JSON. */
export function changedJson(value: unknown, rng: Rng): string {
  const root = { value: structuredClone(value) };
  for (let n = 1 + rng.integer(3); n > 0; n--) {
    const parents = parentsOf(root.value);
    if (parents.length === 0 || rng.integer(40) === 0) root.value = anyValue(rng);
    else changeIn(pick(parents, rng), rng);
  }
  return written(root.value, rng);
}

function written(value: unknown, rng: Rng): string {
  const json = JSON.stringify(value, null, pick([0, 0, 2], rng)) ?? 'null';
  const whole = json.replace(
    /"\\u0001raw:((?:[^"\\]|\\.)*)"/g,
    (_, inner: string) => JSON.parse(`"${inner}"`) as string,
  );
  return rng.integer(12) === 0 ? withTwice(whole, rng) : whole;
}

/** A member twice under one name, which JSON allows. */
function withTwice(json: string, rng: Rng): string {
  const members = [...json.matchAll(/"[^"\\]{1,40}":/g)];
  if (members.length === 0) return json;
  const { 0: name, index } = pick(members, rng);
  return `${json.slice(0, index)}${name}${pick(['null', '1', '[]', '"x"'], rng)},${json.slice(index)}`;
}

/** JSON in bytes, changed as a value as a rule; as bytes else, and where it is nested too deeply to be written again. */
export function changedJsonBytes(bytes: Uint8Array, rng: Rng): Bytes {
  if (rng.integer(4) === 0) return changedBytes(bytes, rng);
  try {
    return encode(changedJson(JSON.parse(new TextDecoder().decode(bytes)), rng));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return changedBytes(bytes, rng);
    throw error;
  }
}
