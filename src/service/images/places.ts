// What a path says: <dataset>/<train|val|test>/<class>/…/<file>, anywhere in a folder or an archive.

import { isLeftBySystem } from '../../ml/modules/paths';
import type { ImagePart } from '../../wire/images';
import { splitNamed } from '../datasets/import/layout';
import type { ImageLimits } from './limits';

export interface Place {
  readonly kind: 'image' | 'text';
  /** The folder that the parts lie in; '' where that is the whole source. */
  readonly dataset: string;
  /** Null for a file in no part. */
  readonly part: ImagePart | null;
  /** Null for a file in no class folder. */
  readonly label: string | null;
  /** Below the dataset: "train/cat/1.png". */
  readonly file: string;
}

const IMAGES = /\.(png|jpe?g|jfif|webp)$/i;
/** Of pictures that are not read, but are no accident either: they are listed. */
const OTHER_IMAGES = /\.(gif|svg|bmp|tiff?|avif|hei[cf]|ico)$/i;
const TEXTS = /\.txt$/i;

const PARTS = { train: 'train', validation: 'val', test: 'test', none: null } as const;

/**
 * Null for what is no text and no image. Null, too, for a text in no part: read-me files are no datasets. Names are in the
 * composed form (NFC), however their system wrote them: macOS hands out “café” with its accent apart, which would be another
 * class than the same word from Windows or Linux.
 */
export function placeOf(given: string): Place | null {
  const path = given.normalize('NFC');
  if (isLeftBySystem(path)) return null;
  const kind = IMAGES.test(path) || OTHER_IMAGES.test(path) ? 'image' : TEXTS.test(path) ? 'text' : null;
  if (!kind) return null;
  const steps = path.split(/[/\\]/).filter((step) => step !== '' && step !== '.');
  const at = partAt(steps);
  if (at < 0) return kind === 'image' ? { kind, dataset: '', part: null, label: null, file: steps.join('/') } : null;
  return {
    kind,
    dataset: steps.slice(0, at).join('/'),
    part: PARTS[splitNamed(steps[at]) ?? 'none'],
    label: steps.length - at > 2 ? steps[at + 1] : null,
    file: steps.slice(at).join('/'),
  };
}

/** The lowest folder of a part's name with a class folder in it; else the lowest with the file itself in it. */
function partAt(steps: readonly string[]): number {
  const named = (i: number) => splitNamed(steps[i]) !== undefined;
  for (let i = steps.length - 3; i >= 0; i--) if (named(i)) return i;
  const last = steps.length - 2;
  return last >= 0 && named(last) ? last : -1;
}

/** Why a path is not taken, in words; null where nothing is wrong with it. */
export function faultOfPath(path: string, { label }: Place, limits: ImageLimits): string | null {
  if (/^([/\\]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes('..')) return 'its path leads out of its folder';
  if (hasControls(path)) return 'its name has characters that cannot be seen';
  if (label !== null && label.length > limits.name) return `its class’s name has more than ${limits.name} characters`;
  return null;
}

function hasControls(path: string): boolean {
  return [...path].some((character) => character < ' ' || character === '\x7f');
}
