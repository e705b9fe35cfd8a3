// Formats: how models leave for other programs, and how those of other programs come in. Pure functions from files to files.

export { FormatError } from './errors';
export { exportAs, FORMAT_IDS, type Format, type FormatId, formatsOf, ONNX_FILE } from './export';
export { type Files, PRECISIONS, type Precision } from './files';
export { type Imported, importFrom } from './import';
export { type OwnModel, ownModel } from './own';
export { atPrecision, precisionsOf } from './precision/precision';
export { bytesOf, ownSize, sizesOf } from './sizes';
export { readStreamModel, type StreamModel } from './stream/model';
