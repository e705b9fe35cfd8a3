// Markers as small coverage masks, made once per shape, radius and sub-pixel position, and then only blended:
// what lets thousands of anti-aliased markers be drawn by a few additions a pixel.

import { contains, extentOf, outlineOf, SHAPES } from './shapes';

export interface Mask {
  /** Pixels a side. */
  readonly size: number;
  /** Where the marker's centre pixel is, from the mask's corner. */
  readonly origin: number;
  /** Opacity of each pixel, 0..255: marker and halo together. */
  readonly alpha: Uint8Array;
  /** How much of that is the marker's own colour and not the halo's, 0..255. */
  readonly fill: Uint8Array;
}

/** Sub-pixel positions each way. */
export const PHASES = 4;
/** Samples each way per pixel. */
const SAMPLES = 5;

export class Masks {
  private readonly made = new Map<number, Mask>();

  /**
   * @param radius marker radius, device pixels (a disc's of the same area)
   * @param halo width of the ring in the background's colour around it, device pixels
   */
  constructor(
    readonly radius: number,
    readonly halo: number,
  ) {}

  /** The mask of shape number `shape` with its centre (px, py) / PHASES past a pixel's corner. */
  at(shape: number, px: number, py: number): Mask {
    const key = (shape * PHASES + px) * PHASES + py;
    let mask = this.made.get(key);
    if (!mask) {
      mask = this.make(shape, (px + 0.5) / PHASES, (py + 0.5) / PHASES);
      this.made.set(key, mask);
    }
    return mask;
  }

  private make(shape: number, dx: number, dy: number): Mask {
    const name = SHAPES[shape % SHAPES.length]!;
    const outline = outlineOf(name);
    const { radius, halo } = this;
    const grown = radius + halo;
    const origin = Math.ceil(grown * extentOf(name));
    const size = 2 * origin + 1;
    const alpha = new Uint8Array(size * size);
    const fill = new Uint8Array(size * size);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        let [inner, outer] = [0, 0];
        for (let s = 0; s < SAMPLES * SAMPLES; s++) {
          const u = x - origin + ((s % SAMPLES) + 0.5) / SAMPLES - dx;
          const v = y - origin + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES - dy;
          if (contains(outline, u / radius, v / radius)) inner++;
          if (contains(outline, u / grown, v / grown)) outer++;
        }
        outer = Math.max(inner, outer);
        alpha[y * size + x] = Math.round((255 * outer) / (SAMPLES * SAMPLES));
        fill[y * size + x] = outer === 0 ? 0 : Math.round((255 * inner) / outer);
      }
    }
    return { size, origin, alpha, fill };
  }
}
