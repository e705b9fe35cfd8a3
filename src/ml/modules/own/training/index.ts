// Trainings of the product's own kinds: each implements the training module of ../../protocol.ts over the very files that its
// kind is saved as, by the trainers of src/ml. Apart from the modules that serve, so that whoever only serves loads none.

export { imageTraining } from './image';
export { mixtureTraining } from './mixture';
export { streamTraining } from './stream';
export { textTraining } from './text';
