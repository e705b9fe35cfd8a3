// What a dataset's images look like at a glance: light on dark or dark on light, and whether there is colour in them.

import { service } from '../../../client';

export interface Looks {
  /** Mean brightness of the outermost pixels, 0…1. */
  readonly edge: number;
  readonly coloured: boolean;
}

const LOOKED_AT = 6;
/** Pixels along a side that an image is looked at in. */
const SIDE = 16;

/** By a few images, from all over the set. */
export async function looksOf(set: string): Promise<Looks> {
  const { total } = await service.images.items(set, { offset: 0, limit: 1 });
  const count = Math.min(total, LOOKED_AT);
  const items = Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
  const looks = await Promise.all(items.map(async (item) => looksOfPixels(await pixelsOf(set, item), SIDE)));
  return {
    edge: looks.reduce((sum, { edge }) => sum + edge, 0) / Math.max(1, count),
    coloured: looks.some(({ coloured }) => coloured),
  };
}

async function pixelsOf(set: string, item: number): Promise<Uint8ClampedArray> {
  const file = await service.images.picture(set, item);
  const bitmap = await createImageBitmap(file, { resizeWidth: SIDE, resizeHeight: SIDE });
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d');
  if (!context) throw new Error('This browser gives no canvas.');
  // Transparency is seen over white, as it is learnt from.
  context.fillStyle = 'white';
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, SIDE, SIDE).data;
}

/** Grey pictures that were compressed have a little colour here and there. */
const GREY = 24;

/** `pixels`: [side, side, 4] bytes. */
export function looksOfPixels(pixels: ArrayLike<number>, side: number): Looks {
  let [sum, n, coloured] = [0, 0, false];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = 4 * (y * side + x);
      const [r, g, b] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      coloured ||= Math.max(r, g, b) - Math.min(r, g, b) > GREY;
      if (x > 0 && y > 0 && x < side - 1 && y < side - 1) continue;
      sum += (r + g + b) / 765;
      n += 1;
    }
  }
  return { edge: sum / n, coloured };
}
