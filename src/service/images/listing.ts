// Which image of a set is what: pages of it, and the images of a part.

import { IMAGE_PARTS, type ImageItems, type ImageItemsRequest, type ImagePart } from '../../wire/images';
import { invalid } from '../errors';

/** Columns of one length, an image a row; parts are positions in IMAGE_PARTS. */
export interface Listing {
  readonly paths: readonly string[];
  readonly labels: Uint16Array;
  readonly parts: Uint8Array;
}

const MAX_PAGE = 1000;

export function pageOf({ paths, labels, parts }: Listing, request: ImageItemsRequest): ImageItems {
  const { part, label } = request;
  if (part !== undefined && !IMAGE_PARTS.includes(part)) throw invalid('part', `There is no part ${String(part)}.`);
  const offset = Math.max(0, Math.trunc(request.offset) || 0);
  const limit = Math.min(MAX_PAGE, Math.max(0, Math.trunc(request.limit) || 0));
  const wanted = part === undefined ? null : IMAGE_PARTS.indexOf(part);
  const items: ImageItems['items'][number][] = [];
  let total = 0;
  for (let item = 0; item < paths.length; item++) {
    if (wanted !== null && parts[item] !== wanted) continue;
    if (label !== undefined && labels[item] !== label) continue;
    if (total >= offset && items.length < limit) {
      items.push({ item, path: paths[item], part: IMAGE_PARTS[parts[item]], label: labels[item] });
    }
    total += 1;
  }
  return { total, items };
}

/** The numbers of a part's images, in order. */
export function itemsOfPart({ parts }: Pick<Listing, 'parts'>, part: ImagePart): Uint32Array {
  const wanted = IMAGE_PARTS.indexOf(part);
  const items = new Uint32Array(parts.length);
  let n = 0;
  for (let item = 0; item < parts.length; item++) {
    if (parts[item] === wanted) items[n++] = item;
  }
  return items.slice(0, n);
}

/** Throws 'invalid' for an image that the set has not. */
export function checkItem({ paths }: Pick<Listing, 'paths'>, item: number): void {
  if (Number.isInteger(item) && item >= 0 && item < paths.length) return;
  throw invalid('item', `There is no image ${item}; there are ${paths.length.toLocaleString('en')}, from 0.`);
}
