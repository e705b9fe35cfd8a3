// JSON that keeps what JSON loses: typed arrays, maps and non-finite numbers. They are written as
// one-key objects, {"$f64": "base64"}, {"$map": [[key, value]]} or {"$number": "Infinity"}; objects that have such a key of
// their own are escaped. Typed arrays are little-endian, as on every platform browsers run on.

const ARRAYS = {
  $f64: Float64Array,
  $f32: Float32Array,
  $u8: Uint8Array,
  $i8: Int8Array,
  $u16: Uint16Array,
  $u32: Uint32Array,
  $i32: Int32Array,
} as const;
type ArrayTag = keyof typeof ARRAYS;

const ESCAPE = '$object';
const NUMBER = '$number';
const MAP = '$map';
const MAX_DEPTH = 100;

export class CodecError extends Error {
  override readonly name = 'CodecError';
}

export function encode(value: unknown): string {
  return JSON.stringify(toJson(value, 0));
}

/** Throws CodecError on anything that `encode` cannot have written. */
export function decode(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CodecError('is not JSON');
  }
  return fromJson(json, 0);
}

function toJson(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new CodecError('is nested too deeply');
  if (typeof value === 'number') return Number.isFinite(value) ? value : { [NUMBER]: String(value) };
  if (value === undefined || value === null || typeof value !== 'object') return value;
  for (const tag of Object.keys(ARRAYS) as ArrayTag[]) {
    if (value instanceof ARRAYS[tag]) return { [tag]: toBase64(value) };
  }
  if (value instanceof Map) return { [MAP]: toJson([...value], depth + 1) };
  if (Array.isArray(value)) return value.map((item) => toJson(item === undefined ? null : item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) {
    throw new CodecError(`holds a ${value.constructor.name}, which a back-up cannot carry`);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, toJson(item, depth + 1)] as const);
  const plain = Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  return Object.keys(plain).some((key) => key.startsWith('$')) ? { [ESCAPE]: plain } : plain;
}

function fromJson(json: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new CodecError('is nested too deeply');
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map((item) => fromJson(item, depth + 1));
  const keys = Object.keys(json);
  const [first] = keys;
  if (keys.length === 1 && first?.startsWith('$')) return fromTagged(first, Reflect.get(json, first), depth);
  if (keys.some((key) => key.startsWith('$'))) throw new CodecError(`holds an unknown tag ${first}`);
  return fromEntries(json, depth);
}

function fromTagged(tag: string, value: unknown, depth: number): unknown {
  if (tag === ESCAPE) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new CodecError('holds a bad escape');
    return fromEntries(value, depth);
  }
  if (tag === NUMBER) {
    const number = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, '-Infinity': Number.NEGATIVE_INFINITY };
    if (value !== 'NaN' && value !== 'Infinity' && value !== '-Infinity') throw new CodecError('holds a bad number');
    return number[value];
  }
  if (tag === MAP) return toMap(value, depth);
  if (!(tag in ARRAYS) || typeof value !== 'string') throw new CodecError(`holds an unknown tag ${tag}`);
  return fromBase64(tag as ArrayTag, value);
}

function toMap(value: unknown, depth: number): Map<unknown, unknown> {
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2;
  if (!Array.isArray(value) || !value.every(isPair)) throw new CodecError('holds a bad map');
  return new Map(value.map(([key, item]) => [fromJson(key, depth + 2), fromJson(item, depth + 2)]));
}

function fromEntries(json: object, depth: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(json)) {
    // Assigning to __proto__ would change the object instead of adding a key.
    if (key === '__proto__') throw new CodecError('holds a forbidden key');
    out[key] = fromJson(item, depth + 1);
  }
  return out;
}

function toBase64(array: ArrayBufferView): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

function fromBase64(tag: ArrayTag, text: string): unknown {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new CodecError('holds bad base64');
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (bytes.length % ARRAYS[tag].BYTES_PER_ELEMENT !== 0) throw new CodecError('holds a cut-off array');
  return new ARRAYS[tag](bytes.buffer);
}
