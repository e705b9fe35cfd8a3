// The forms in which a model leaves: the archive, and those of other programs (src/ml/formats).

import { bytesOf, formatsOf as otherFormats, ownSize, precisionsOf, sizesOf } from '../../ml/formats';
import { pythonScripts } from '../../ml/modules/own';
import { twinScripts } from '../../ml/modules/twins';
import { fileStem } from '../../wire/file-stem';
import type { ModelFormat, Precision } from '../../wire/library';
import type { ExportedFile } from '../../wire/runs';
import { invalid } from '../errors';
import type { ExportRun } from '../texts/exporting';
import type { OfKind } from './host';
import type { Library } from './library';
import { packed } from './packing';

/** A format before its size is known. */
type Known = Omit<ModelFormat, 'bytes'>;

const ARCHIVE = {
  id: 'archive',
  label: 'Model archive (.tar.gz)',
  for: 'this app, aimodellib, and Python with NumPy',
} as const;

/** Scripts of a module run where their language does. */
const OF_MODULES = 'this app; and aimodellib, where its scripts are in Python';

export function formatsOf({ kind, files }: OfKind): readonly Known[] {
  if (kind === 'module') return [{ ...ARCHIVE, for: OF_MODULES, precisions: ['float32'] }];
  const precisions = kind === 'mixture' ? [] : precisionsOf(files);
  return [{ ...ARCHIVE, precisions: precisions.length > 0 ? precisions : ['float32'] }, ...otherFormats(files)];
}

/** With the size of each; in the worker, since small models are exported to be measured. */
export async function measuredFormats(model: OfKind): Promise<readonly ModelFormat[]> {
  const { kind, files } = model;
  const others = kind === 'module' ? [] : otherFormats(files).map((one) => ({ ...one, bytes: sizesOf(files, one) }));
  const [archive] = formatsOf(model);
  return [{ ...archive, bytes: await archiveSizes(model, archive.precisions) }, ...others];
}

/** A model's own files, and the scripts beside them; of modules all that there is. */
async function archiveSizes({ kind, files }: OfKind, precisions: readonly Precision[]): Promise<ModelFormat['bytes']> {
  const scripts = kind === 'module' ? 0 : bytesOf(await pythonScripts(kind)) + bytesOf(await twinScripts(kind));
  return Object.fromEntries(precisions.map((precision) => [precision, scripts + ownSize(files, precision)]));
}

export async function exportAs(
  library: Library,
  id: string,
  format: string,
  precision: Precision,
  run: ExportRun,
): Promise<ExportedFile> {
  const found = await library.ofKind(id);
  const { model, files } = found;
  const formats = formatsOf(found);
  const known = formats.find((one) => one.id === format);
  if (!known) {
    throw invalid('format', `This model comes as ${formats.map((one) => one.id).join(', ')}, not “${format}”.`);
  }
  if (!known.precisions.includes(precision)) {
    throw invalid('precision', `${known.label} comes in ${known.precisions.join(', ')}, not in ${precision}.`);
  }
  const stem = fileStem(model.name, 'model');
  if (format === ARCHIVE.id) {
    const archive = await packed(library, found, { precision }, run);
    return { ...archive, name: `${stem}.tar.gz` };
  }
  const { file, ending } = await library.apart(run, (host) => host.convert(files, format, precision));
  return { name: `${stem}.${ending}`, file };
}
