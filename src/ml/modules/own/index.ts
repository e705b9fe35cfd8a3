// The product's own models as modules: each kind implements the interface of ../protocol.ts over the very files that it is
// saved as.

export { type ImageAnswer, type ImageClassifier, imageModule, type Picture } from './image';
export { MIXTURE_FILE, mixtureFiles, mixtureModule, readMixture } from './mixture';
export { hasPython, type PythonRuntime, pythonScripts, requirementsOf } from './python';
export { loadStream, streamModule } from './stream';
export { type TextScorer, textModule } from './text';
