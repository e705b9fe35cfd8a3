// What there is to be known of one model: its layers, tensors and files, and its card.

import type { ModelDetail } from '../../wire/library';
import { cardOf } from './card';
import type { Library } from './library';

export async function detailOf(
  library: Library,
  { model, kind, files }: Awaited<ReturnType<Library['ofKind']>>,
): Promise<ModelDetail> {
  const listed = [...files].map(([path, bytes]) => ({ path, bytes: bytes.length }));
  const { layers, tensors, description } = await library.host((host) => host.look({ kind, files }));
  const { card } = library.abouts.of(model.id);
  const parameters = model.parameters ?? layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return {
    ...{ ...model, layers, tensors, files: listed, card_edited: card !== null },
    card: card ?? cardOf({ model, files: listed, description, parameters }),
  };
}
