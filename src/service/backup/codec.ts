// JSON that keeps what JSON loses: typed arrays, maps and non-finite numbers. They are written as
// one-key objects, {"$f64": "base64"}, {"$map": [[key, value]]} or {"$number": "Infinity"}; objects that have such a key of
// their own are escaped. Typed arrays are little-endian, as on every platform browsers run on. Where there may be many of
// them they lie apart as bytes, one after the other: {"$f64": how many bytes}.

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
/** Characters of base64 read at once: every four are three bytes. */
const PIECE = 0x20000;

export class CodecError extends Error {
  override readonly name = 'CodecError';
}

/** `apart` takes the bytes of typed arrays, where they are not to be in the text. */
export function encode(value: unknown, apart: Uint8Array[] | null = null): string {
  return JSON.stringify(toJson(value, 0, apart));
}

/**
 * Throws CodecError on anything that `encode` cannot have written.
 * @param apart what lay apart, all of it
 */
export function decode(text: string, apart?: Uint8Array): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CodecError('is not JSON');
  }
  const bytes = apart ? new Apart(apart) : null;
  const value = fromJson(json, 0, bytes);
  bytes?.end();
  return value;
}

/** Given out in the order they were put there: each byte once, so that a small text cannot ask for much. */
class Apart {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  take(length: number): Uint8Array<ArrayBuffer> {
    const from = this.at;
    this.at += length;
    if (!(Number.isInteger(length) && length >= 0 && this.at <= this.bytes.length)) {
      throw new CodecError('speaks of more bytes than lie beside it');
    }
    return this.bytes.slice(from, this.at);
  }

  end(): void {
    if (this.at < this.bytes.length) throw new CodecError('does not speak of all bytes that lie beside it');
  }
}

function toJson(value: unknown, depth: number, apart: Uint8Array[] | null): unknown {
  if (depth > MAX_DEPTH) throw new CodecError('is nested too deeply');
  if (typeof value === 'number') return Number.isFinite(value) ? value : { [NUMBER]: String(value) };
  if (value === undefined || value === null || typeof value !== 'object') return value;
  for (const tag of Object.keys(ARRAYS) as ArrayTag[]) {
    if (value instanceof ARRAYS[tag]) return { [tag]: apart ? putApart(apart, value) : toBase64(value) };
  }
  if (value instanceof Map) return { [MAP]: toJson([...value], depth + 1, apart) };
  if (Array.isArray(value)) return value.map((item) => toJson(item === undefined ? null : item, depth + 1, apart));
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) {
    throw new CodecError(`holds a ${value.constructor.name}, which a back-up cannot carry`);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, toJson(item, depth + 1, apart)] as const);
  const plain = Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  return Object.keys(plain).some((key) => key.startsWith('$')) ? { [ESCAPE]: plain } : plain;
}

function fromJson(json: unknown, depth: number, apart: Apart | null): unknown {
  if (depth > MAX_DEPTH) throw new CodecError('is nested too deeply');
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map((item) => fromJson(item, depth + 1, apart));
  const keys = Object.keys(json);
  const [first] = keys;
  if (keys.length === 1 && first?.startsWith('$')) return fromTagged(first, Reflect.get(json, first), depth, apart);
  if (keys.some((key) => key.startsWith('$'))) throw new CodecError(`holds an unknown tag ${first}`);
  return fromEntries(json, depth, apart);
}

function fromTagged(tag: string, value: unknown, depth: number, apart: Apart | null): unknown {
  if (tag === ESCAPE) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new CodecError('holds a bad escape');
    return fromEntries(value, depth, apart);
  }
  if (tag === NUMBER) {
    const number = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, '-Infinity': Number.NEGATIVE_INFINITY };
    if (value !== 'NaN' && value !== 'Infinity' && value !== '-Infinity') throw new CodecError('holds a bad number');
    return number[value];
  }
  if (tag === MAP) return toMap(value, depth, apart);
  const bytes =
    typeof value === 'string' ? fromBase64(value) : typeof value === 'number' ? apart?.take(value) : undefined;
  if (!(tag in ARRAYS) || !bytes) throw new CodecError(`holds an unknown tag ${tag}`);
  const Typed = ARRAYS[tag as ArrayTag];
  if (bytes.length % Typed.BYTES_PER_ELEMENT !== 0) throw new CodecError('holds a cut-off array');
  return new Typed(bytes.buffer);
}

function toMap(value: unknown, depth: number, apart: Apart | null): Map<unknown, unknown> {
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2;
  if (!Array.isArray(value) || !value.every(isPair)) throw new CodecError('holds a bad map');
  return new Map(value.map(([key, item]) => [fromJson(key, depth + 2, apart), fromJson(item, depth + 2, apart)]));
}

function fromEntries(json: object, depth: number, apart: Apart | null): Record<string, unknown> {
  // Not by assignment: a key may be called "__proto__".
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, fromJson(item, depth + 1, apart)]));
}

/** Only the length is said: where it lies the order tells. */
function putApart(apart: Uint8Array[], array: ArrayBufferView): number {
  apart.push(bytesOf(array));
  return array.byteLength;
}

function toBase64(array: ArrayBufferView): string {
  const bytes = bytesOf(array);
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A piece at a time: of a large array all characters at once would take many times its memory. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array(Math.max(0, Math.ceil((text.length * 3) / 4) - padding));
  let at = 0;
  for (let from = 0; from < text.length; from += PIECE) {
    const piece = toBinary(text.slice(from, from + PIECE));
    for (let i = 0; i < piece.length; i++) bytes[at + i] = piece.charCodeAt(i);
    at += piece.length;
  }
  // A piece may end in the middle of what is no base64 as a whole.
  if (at !== bytes.length) throw new CodecError('holds bad base64');
  return bytes;
}

function toBinary(base64: string): string {
  try {
    return atob(base64);
  } catch {
    throw new CodecError('holds bad base64');
  }
}
