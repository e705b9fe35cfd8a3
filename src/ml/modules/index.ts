// Modules: the interface by which every model is trained and served, and the archives in which they leave and enter.

export { ARCHIVE_LIMITS, type ArchiveLimits } from './archive/limits';
export { readArchive } from './archive/read';
export { writeArchive } from './archive/write';
export { type ModelArchive, moduleFolder, REQUIREMENTS_NAME, requirementsPath, scriptPath } from './contents';
export { ArchiveError, type ArchiveReason } from './errors';
export { logPath } from './logs';
export {
  type Json,
  MANIFEST_DEFAULTS,
  MANIFEST_NAME,
  type Manifest,
  type ManifestFields,
  manifestSchema,
  parseManifest,
  readManifest,
  writeManifest,
} from './manifest';
export { memoryDir } from './memory-dir';
export { PACKAGE_DEFAULTS, PACKAGE_NAME, type PackageOptions, packageModule } from './package';
export {
  DEFAULT_ACCEPTED,
  DEFAULT_CONTENT_TYPE,
  DEFAULT_TENSOR_BOARD_DIR,
  type InferenceModule,
  type Logger,
  type LogLevel,
  type LogOptions,
  type ModelDir,
  type Serialized,
  type TrainingModule,
  type TrainOptions,
  UnsupportedType,
} from './protocol';
