// Whether the images that a model learnt are light on dark or dark on light: the pad is like them.

import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { ImageSetSummary } from '../../../../wire/images';
import type { Paper } from './ink';

/** Of a set, by its first images' edges; black until it is known. */
export function usePaper(set: ImageSetSummary | null): Paper {
  const [paper, setPaper] = useState<Paper>('black');
  const id = set?.id;
  useEffect(() => {
    if (id === undefined) return;
    let wanted = true;
    paperOf(id).then(
      (found) => {
        if (wanted) setPaper(found);
      },
      // A set that cannot be read says nothing.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [id]);
  return paper;
}

const LOOKED_AT = 5;
/** Pixels along a side that an image is looked at in. */
const SIDE = 16;

async function paperOf(id: string): Promise<Paper> {
  const { items } = await service.images.items(id, { offset: 0, limit: LOOKED_AT });
  const edges = await Promise.all(items.map(async ({ item }) => edgeOf(await service.images.picture(id, item))));
  const mean = edges.reduce((sum, edge) => sum + edge, 0) / Math.max(1, edges.length);
  return mean > 0.5 ? 'white' : 'black';
}

/** Mean brightness of an image's outermost pixels, 0…1. */
async function edgeOf(file: Blob): Promise<number> {
  const bitmap = await createImageBitmap(file, { resizeWidth: SIDE, resizeHeight: SIDE });
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d');
  if (!context) throw new Error('This browser gives no canvas.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return edgeBrightness(context.getImageData(0, 0, SIDE, SIDE).data, SIDE);
}

/** `pixels`: [side, side, 4] bytes. */
export function edgeBrightness(pixels: ArrayLike<number>, side: number): number {
  let [sum, n] = [0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (x > 0 && y > 0 && x < side - 1 && y < side - 1) continue;
      const at = 4 * (y * side + x);
      sum += (pixels[at]! + pixels[at + 1]! + pixels[at + 2]!) / 765;
      n += 1;
    }
  }
  return sum / n;
}
