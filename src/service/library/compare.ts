// Two models beside each other: their layers, and how far weights of one name and shape are apart.

import type { ModelComparison, ModelLayer } from '../../wire/library';
import { Breath } from '../pace';
import type { OfKind } from './host';
import { layersOf, numbersOf } from './look';

export type Compared = Pick<ModelComparison, 'layers' | 'weights'>;

export async function compareModels(a: OfKind, b: OfKind): Promise<Compared> {
  return { layers: layersBeside(layersOf(a), layersOf(b)), weights: await weightsBeside(a, b) };
}

/** In a's order, then those that b alone has. */
function layersBeside(a: readonly ModelLayer[], b: readonly ModelLayer[]): ModelComparison['layers'] {
  const others = new Map(b.map((layer) => [layer.name, layer]));
  const first = a.map((layer) => {
    const other = others.get(layer.name) ?? null;
    others.delete(layer.name);
    return { name: layer.name, a: layer, b: other, same: other !== null && isSame(layer, other) };
  });
  return [...first, ...[...others.values()].map((layer) => ({ name: layer.name, a: null, b: layer, same: false }))];
}

function isSame(a: ModelLayer, b: ModelLayer): boolean {
  return a.kind === b.kind && a.parameters === b.parameters && a.output.join() === b.output.join();
}

async function weightsBeside(a: OfKind, b: OfKind): Promise<ModelComparison['weights']> {
  const others = new Map([...numbersOf(b)].map((tensor) => [tensor.name, tensor]));
  const breath = new Breath();
  const weights: ModelComparison['weights'][number][] = [];
  for (const tensor of numbersOf(a)) {
    const other = others.get(tensor.name);
    if (!other || other.shape.join() !== tensor.shape.join()) continue;
    weights.push({ name: tensor.name, ...apart(tensor.data, other.data) });
    await breath.take();
  }
  return weights;
}

/** Norm of the difference by that of a's, and the cosine; of nothing but zeros 0 and 1 where both are so. */
function apart(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { readonly relative_change: number; readonly cosine: number } {
  let [aa, bb, ab, dd] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    aa += a[i] * a[i];
    bb += b[i] * b[i];
    ab += a[i] * b[i];
    dd += (a[i] - b[i]) ** 2;
  }
  const relative_change = dd === 0 ? 0 : aa === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(dd / aa);
  const cosine = aa === 0 || bb === 0 ? Number(aa === bb) : ab / Math.sqrt(aa * bb);
  return { relative_change, cosine };
}
