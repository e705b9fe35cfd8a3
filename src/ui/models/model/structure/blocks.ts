// A model's layers as a few boxes: neighbouring layers of one part are one box, and halves of a model that work beside each
// other are lanes of their own.

import type { ModelLayer } from '../../../../wire/library';
import { partOf } from '../../../components/layerNames';

export interface Block {
  readonly name: string;
  /** What it does, of a layer by itself; '' of several. */
  readonly kind: string;
  readonly layers: number;
  readonly parameters: number;
  /** Shape of what leaves it. */
  readonly output: ModelLayer['output'];
}

export interface Drawing {
  /** Beside each other: one of most models. */
  readonly lanes: readonly { readonly name: string; readonly blocks: readonly Block[] }[];
  /** After all lanes: of models with several. */
  readonly joined: readonly Block[];
}

/** Names of the halves of a combined model. */
const HALVES = ['encoder', 'ngram'] as const;

export function drawingOf(layers: readonly ModelLayer[]): Drawing {
  const inHalf = (half: string) => layers.filter(({ name }) => name.startsWith(`${half}.`));
  const halves = HALVES.map((name) => ({ name, layers: inHalf(name) }));
  // An encoder alone has names that begin so too, as those of other programs may.
  if (halves.some((half) => half.layers.length === 0)) {
    return { lanes: [{ name: '', blocks: blocksOf(layers) }], joined: [] };
  }
  const rest = layers.filter(({ name }) => !HALVES.some((half) => name.startsWith(`${half}.`)));
  const words = { encoder: 'Encoder', ngram: 'Word counts' };
  return {
    lanes: halves.map((half) => ({ name: words[half.name], blocks: blocksOf(without(half.name, half.layers)) })),
    joined: blocksOf(rest),
  };
}

function without(prefix: string, layers: readonly ModelLayer[]): readonly ModelLayer[] {
  return layers.map((layer) => ({ ...layer, name: layer.name.slice(prefix.length + 1) }));
}

export function blocksOf(layers: readonly ModelLayer[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const { name, kind, output, parameters } of layers) {
    const block = blockOf(name);
    const last = blocks.at(-1);
    if (last && last.name === block.name && block.shared) {
      const merged = { layers: last.layers + 1, parameters: last.parameters + parameters };
      blocks[blocks.length - 1] = { ...last, ...merged, kind: '', output };
    } else {
      blocks.push({ name: block.name, kind, layers: 1, parameters, output });
    }
  }
  return blocks;
}

/** The part that a layer belongs to, by its name; a layer by itself is its own. */
function blockOf(name: string): { readonly name: string; readonly shared: boolean } {
  const part = partOf(name);
  if (part === null) return { name: name.replace(/^bert\./, ''), shared: false };
  return { name: part === 'embeddings' ? 'Embeddings' : `Transformer ${part}`, shared: true };
}

/** The drawing in words, for those who do not see it. */
export function inWords({ lanes, joined }: Drawing): string {
  const chain = (blocks: readonly Block[]) => blocks.map(({ name }) => name).join(', then ');
  const sides = lanes.map(({ name, blocks }) => (name === '' ? chain(blocks) : `${name}: ${chain(blocks)}`));
  const after = joined.length === 0 ? '' : `; both go into ${chain(joined)}`;
  return `Diagram. ${sides.join('; beside it ')}${after}.`;
}
