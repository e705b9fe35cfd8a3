// For tests: safetensors files as other programs write them.

/** The file with one tensor more, of any type, its bytes zeros behind all others. */
export function withTensor(
  file: Uint8Array,
  name: string,
  about: { readonly dtype: string; readonly shape: readonly number[] },
  bytes: number,
): Uint8Array<ArrayBuffer> {
  const start = 8 + Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  const size = file.length - start;
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, start)));
  header[name] = { ...about, data_offsets: [size, size + bytes] };
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const out = new Uint8Array(8 + json.length + size + bytes);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  out.set(file.subarray(start), 8 + json.length);
  return out;
}
