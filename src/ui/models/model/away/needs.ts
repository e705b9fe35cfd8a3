// What an archive's Python needs, in words: packages, and the room of what lies beside the model's own files.

import type { ModelFormat, ModelKind, PackageRequest, Precision } from '../../../../wire/library';
import { formatBytes } from '../../../components/format';

/** "Needs numpy and onnxruntime. It answers, and does not learn; model.onnx takes another 3.5 MB." */
export function needsInWords(
  python: NonNullable<PackageRequest['python']>,
  kind: ModelKind,
  formats: readonly ModelFormat[],
  precision: Precision,
): string {
  const pictures = kind === 'image' ? ' Picture files are read with pillow, pixels in JSON without.' : '';
  if (python === 'numpy') return `Needs numpy. It answers, and learns on.${pictures}`;
  const bytes = formats.find(({ id }) => id === 'onnx')?.bytes[precision];
  const room = bytes === undefined ? 'model.onnx lies' : `model.onnx of ${formatBytes(bytes)} lies`;
  return `Needs numpy and onnxruntime. It answers, and does not learn; ${room} beside the model’s own files.${pictures}`;
}
