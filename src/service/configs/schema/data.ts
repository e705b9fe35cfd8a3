// The data that a configuration names, whatever its kind: for saying whether it is here, before a run is started.

import { toServiceError } from '../../errors';
import { placesOf } from '../../runs/places';
import type { ExperimentConfig } from '.';

export type DataWanted =
  /** The points of the Points page. */
  | { readonly from: 'points' }
  | { readonly from: 'table' | 'texts' | 'images'; readonly name: string }
  /** It needs some, and does not name them as it should. */
  | { readonly from: 'nowhere'; readonly message: string };

/** Null where it needs none: generated streams, sample points. */
export function dataWantedBy(config: ExperimentConfig): DataWanted | null {
  switch (config.kind) {
    case 'mixture': {
      const { source, dataset } = config.data;
      if (source === 'points') return { from: 'points' };
      return source === 'dataset' && dataset !== null ? { from: 'table', name: dataset } : null;
    }
    case 'stream': {
      const { source, file } = config.data;
      return source === 'file' && file !== null ? { from: 'table', name: file.id } : null;
    }
    case 'text':
    case 'image':
      try {
        return { from: config.kind === 'text' ? 'texts' : 'images', name: placesOf(config.data).dataset };
      } catch (error) {
        return { from: 'nowhere', message: toServiceError(error).message };
      }
  }
}
