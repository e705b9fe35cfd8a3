// The forms in which a model leaves: which there are for its kind, and the file of each.

import { exportMixture } from '../../ml/gmm/export';
import { MIXTURE_FILE, readMixture } from '../../ml/modules/own';
import type { ModelFormat, ModelKind, Precision } from '../../wire/library';
import type { ExportedFile } from '../../wire/runs';
import { invalid } from '../errors';
import type { Library } from './library';
import { packed } from './packing';

const FULL: readonly Precision[] = ['float32'];

const ARCHIVE: ModelFormat = {
  ...{ id: 'archive', label: 'Model archive (.tar.gz)', precisions: FULL },
  for: 'aimodellib and this app: its files, its scripts, and a manifest',
};

/** Beside the archive: what the model's numbers are written as. */
const TEXTUAL: readonly (ModelFormat & { readonly as: 'json' | 'numpy' | 'sklearn' })[] = [
  { id: 'json', label: 'JSON', for: 'Any program: scikit-learn’s names and shapes', precisions: FULL, as: 'json' },
  { id: 'numpy', label: 'NumPy code', for: 'Python with NumPy', precisions: FULL, as: 'numpy' },
  { id: 'sklearn', label: 'scikit-learn code', for: 'Python with scikit-learn', precisions: FULL, as: 'sklearn' },
];

export function formatsOf(kind: ModelKind): readonly ModelFormat[] {
  return [ARCHIVE, ...(kind === 'mixture' ? TEXTUAL.map(({ as: _as, ...format }) => format) : [])];
}

export async function exportAs(
  library: Library,
  id: string,
  format: string,
  precision: Precision,
): Promise<ExportedFile> {
  const found = await library.ofKind(id);
  const formats = formatsOf(found.kind);
  const known = formats.find((one) => one.id === format);
  if (!known) {
    throw invalid('format', `This model comes as ${formats.map((one) => one.id).join(', ')}, not “${format}”.`);
  }
  if (!known.precisions.includes(precision)) {
    throw invalid('precision', `${known.label} comes in ${known.precisions.join(', ')}, not in ${precision}.`);
  }
  const stem = fileStem(found.model.name);
  if (known === ARCHIVE) {
    const archive = await packed(library, found, { precision });
    return { ...archive, name: `${stem}.tar.gz` };
  }
  const textual = TEXTUAL.find((one) => one.id === format);
  const mixture = readMixture(found.files.get(MIXTURE_FILE) ?? new Uint8Array(0));
  const [ending, type] = textual?.as === 'json' ? ['json', 'application/json'] : ['py', 'text/x-python'];
  return { name: `${stem}.${ending}`, file: new Blob([exportMixture(mixture, textual?.as ?? 'json')], { type }) };
}

/** What file systems anywhere take. */
export function fileStem(name: string): string {
  const stem = name
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{C}\s]+/gu, '-')
    .replace(/^[.-]+|-+$/g, '')
    .slice(0, 150);
  return stem || 'model';
}
