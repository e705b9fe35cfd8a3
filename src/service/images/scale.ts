// A decoded picture as a model takes it: brought to a size, its colours to channels, 8 bits a value. The same bytes
// everywhere, and the same as Pillow's (whose arithmetic this is, src/libImaging/Resample.c and Convert.c of 9.4), so
// that models and data can change places with other programs. The picture is stretched where its sides are of another
// ratio. What is transparent is laid over white, as on a page, unless the model takes transparency itself.

import type { ImageShape } from '../../ml/image/config';

export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** [height, width, 4]: red, green, blue, and alpha that they are not multiplied with. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** [height, width, channels]; channels 1 (grey), 3 (colour) or 4 (colour and alpha). */
export function toForm(image: DecodedImage, { width, height, channels }: ImageShape): Uint8Array {
  const taken = channels === 1 ? grey(image) : channels === 3 ? opaque(image) : multiplied(image);
  const across = taken.width === width ? taken : resampleRows(taken, width);
  const scaled = across.height === height ? across : resampleColumns(across, height);
  return channels === 4 ? divided(scaled.data) : scaled.data;
}

/** Rec. 601 luma of what lies over white, in 16-bit arithmetic. */
function grey(image: DecodedImage): Plane {
  const { width, height } = image;
  const { data } = opaque(image);
  const out = new Uint8Array(width * height);
  for (let i = 0; i < out.length; i++) {
    out[i] = (data[3 * i] * 19595 + data[3 * i + 1] * 38470 + data[3 * i + 2] * 7471 + 0x8000) >> 16;
  }
  return { width, height, channels: 1, data: out };
}

function opaque({ width, height, data }: DecodedImage): Plane {
  const out = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const alpha = data[4 * i + 3];
    for (let c = 0; c < 3; c++) {
      const value = data[4 * i + c];
      out[3 * i + c] = alpha === 255 ? value : share255(value * alpha + 255 * (255 - alpha));
    }
  }
  return { width, height, channels: 3, data: out };
}

/** Colours times alpha: what cannot be seen has no say in what a scaled pixel becomes. */
function multiplied({ width, height, data }: DecodedImage): Plane {
  const out = new Uint8Array(data);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) out[4 * i + c] = share255(data[4 * i + c] * data[4 * i + 3]);
  }
  return { width, height, channels: 4, data: out };
}

function divided(data: Uint8Array): Uint8Array {
  const out = data.slice();
  for (let at = 0; at < out.length; at += 4) {
    const alpha = data[at + 3];
    if (alpha === 0 || alpha === 255) continue;
    for (let c = 0; c < 3; c++) out[at + c] = Math.min(255, Math.floor((255 * data[at + c]) / alpha));
  }
  return out;
}

/** x / 255, rounded. */
function share255(x: number): number {
  const y = x + 128;
  return ((y >> 8) + y) >> 8;
}

/** Weights of what a pixel is made of are whole numbers of 2⁻²². */
const BITS = 22;

interface Weights {
  /** The first pixel that each is made of. */
  readonly from: Int32Array;
  /** [to, most]; those beyond `counts` are 0. */
  readonly values: Int32Array;
  readonly counts: Int32Array;
  readonly most: number;
}

/** A triangle as wide as two of the pixels that come out: it blends between pixels, and averages where they become fewer. */
function weightsFor(size: number, to: number): Weights {
  const scale = size / to;
  const wide = Math.max(1, scale);
  const most = Math.ceil(wide) * 2 + 1;
  const [from, counts, values] = [new Int32Array(to), new Int32Array(to), new Int32Array(to * most)];
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - wide + 0.5));
    const count = Math.min(size, Math.trunc(centre + wide + 0.5)) - first;
    const raw = Float64Array.from({ length: count }, (_, j) =>
      Math.max(0, 1 - Math.abs((j + first - centre + 0.5) * (1 / wide))),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    from[i] = first;
    counts[i] = count;
    for (let j = 0; j < count; j++) values[i * most + j] = Math.trunc(0.5 + (raw[j] / sum) * 2 ** BITS);
  }
  return { from, values, counts, most };
}

function resampleRows({ width, height, channels, data }: Plane, to: number): Plane {
  const { from, values, counts, most } = weightsFor(width, to);
  const out = new Uint8Array(to * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < to; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 2 ** (BITS - 1);
        const at = (y * width + from[x]) * channels + c;
        for (let j = 0; j < counts[x]; j++) sum += data[at + j * channels] * values[x * most + j];
        out[(y * to + x) * channels + c] = Math.min(255, sum >> BITS);
      }
    }
  }
  return { width: to, height, channels, data: out };
}

function resampleColumns({ width, height, channels, data }: Plane, to: number): Plane {
  const { from, values, counts, most } = weightsFor(height, to);
  const row = width * channels;
  const out = new Uint8Array(to * row);
  for (let y = 0; y < to; y++) {
    for (let x = 0; x < row; x++) {
      let sum = 2 ** (BITS - 1);
      for (let j = 0; j < counts[y]; j++) sum += data[(from[y] + j) * row + x] * values[y * most + j];
      out[y * row + x] = Math.min(255, sum >> BITS);
    }
  }
  return { width, height: to, channels, data: out };
}

/** Grey or coloured bytes as a decoded picture: [height, width, channels], channels 1 or 3. */
export function asDecoded(data: Uint8Array, { width, height, channels }: ImageShape): DecodedImage {
  const out = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) out[4 * i + c] = data[i * channels + (channels === 1 ? 0 : c)];
  }
  return { width, height, data: out };
}
