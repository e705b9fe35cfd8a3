// The forms in which a model leaves: which there are for it, and the file of each.

import { STREAM_MODEL_FILE } from '../../ml/stream/files';
import { modelKind } from '../../ml/text/kind';
import type { ModelFormat, Precision } from '../../wire/library';
import type { ExportedFile } from '../../wire/runs';
import { invalid } from '../errors';
import type { OfKind } from './host';
import type { Library } from './library';
import { packed } from './packing';
import type { Files } from './source';

const ALL: readonly Precision[] = ['float32', 'float16', 'int8'];
const FULL: readonly Precision[] = ['float32'];

const ARCHIVE = { id: 'archive', label: 'Model archive (.tar.gz)', for: 'This app, aimodellib, and Python with NumPy' };
const FILES = { id: 'files', label: 'Its files (.zip)', for: 'This app, and what reads safetensors' };
const ONNX = { id: 'onnx', label: 'ONNX', for: 'onnxruntime, in any language' };
const TFJS = { id: 'tfjs', label: 'TensorFlow.js (.zip)', for: 'Web pages: tf.loadLayersModel' };
const HUGGING_FACE = { id: 'huggingface', label: 'Hugging Face (.zip)', for: 'Python’s transformers' };
const TEXTUAL: readonly ModelFormat[] = [
  { id: 'json', label: 'JSON', for: 'Any program: scikit-learn’s names and shapes', precisions: FULL },
  { id: 'numpy', label: 'NumPy code', for: 'Python with NumPy', precisions: FULL },
  { id: 'sklearn', label: 'scikit-learn code', for: 'Python with scikit-learn', precisions: FULL },
];

export function formatsOf({ kind, files }: OfKind): readonly ModelFormat[] {
  const all = { precisions: ALL };
  const full = { precisions: FULL };
  switch (kind) {
    case 'mixture':
      return [{ ...ARCHIVE, ...full }, { ...ONNX, ...full }, ...TEXTUAL];
    case 'image':
      return [ARCHIVE, ONNX, TFJS, FILES].map((format) => ({ ...format, ...all }));
    case 'stream': {
      const network = !isMixture(files);
      if (!network) return [ARCHIVE, ONNX, FILES].map((format) => ({ ...format, ...full }));
      return [ARCHIVE, ONNX, TFJS, FILES].map((format) => ({ ...format, ...all }));
    }
    case 'text':
      return ofText(files);
    case 'module':
      return [{ ...ARCHIVE, ...full }];
  }
}

function ofText(files: Files): readonly ModelFormat[] {
  const parts = modelKind(files);
  if (parts === 'ngram') return [ARCHIVE, FILES].map((format) => ({ ...format, precisions: FULL }));
  const alone = parts === 'combined' ? ', its encoder alone' : '';
  return [
    { ...ARCHIVE, precisions: ALL },
    { ...HUGGING_FACE, label: `${HUGGING_FACE.label}${alone}`, precisions: ['float32', 'float16'] },
    { ...ONNX, label: `${ONNX.label}${alone}`, precisions: ALL },
    { ...FILES, precisions: ALL },
  ];
}

/** Small, and checked where it is read. */
function isMixture(files: Files): boolean {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(files.get(STREAM_MODEL_FILE)));
    return Object(json).kind === 'mixture';
  } catch {
    return false;
  }
}

export async function exportAs(
  library: Library,
  id: string,
  format: string,
  precision: Precision,
): Promise<ExportedFile> {
  const found = await library.ofKind(id);
  const { model, kind, files } = found;
  const formats = formatsOf(found);
  const known = formats.find((one) => one.id === format);
  if (!known) {
    throw invalid('format', `This model comes as ${formats.map((one) => one.id).join(', ')}, not “${format}”.`);
  }
  if (!known.precisions.includes(precision)) {
    throw invalid('precision', `${known.label} comes in ${known.precisions.join(', ')}, not in ${precision}.`);
  }
  const stem = fileStem(model.name);
  if (format === ARCHIVE.id) {
    const archive = await packed(library, found, { precision });
    return { ...archive, name: `${stem}.tar.gz` };
  }
  const { file, ending } = await library.host((host) => host.convert({ kind, files }, format, precision));
  return { name: `${stem}.${ending}`, file };
}

/** What file systems anywhere take. */
function fileStem(name: string): string {
  const stem = name
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{C}\s]+/gu, '-')
    .replace(/^[.-]+|-+$/g, '')
    .slice(0, 150);
  return stem || 'model';
}
