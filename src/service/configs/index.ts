// Experiment configurations: YAML text to a checked, whole object; completion; changes that keep comments.

export { type Completion, completeText, completionsAt, type KeyChoice } from './completion';
export { type Cursor, cursorAt } from './cursor';
export { duplicateConfig, editConfig, writeConfig } from './edit';
export { type ConfigProblem, type Outcome, problemsAsError } from './problem';
export { configFrom, type Resolved, resolveConfig } from './resolve';
export {
  CONFIG_KINDS,
  type ConfigKind,
  type ExperimentConfig,
  fitOptionsOf,
  type ImageConfig,
  type MixtureConfig,
  type StreamRunConfig,
  scheduleOptionsOf,
  streamConfigOf,
  type TextConfig,
  trainOptionsOf,
} from './schema';
export { readYaml, YAML_LIMITS } from './yaml';
