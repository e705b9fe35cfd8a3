// What the JavaScript side (../module.ts) calls. Addresses are bytes, counts are numbers. A kernel's last two
// arguments, `from` and `to`, are the part of its outputs to do: what a part holds does not depend on how
// the whole is parted.

export { attention, attentionScratch } from './attention';
export { addRelative, attentionBackward } from './attention-backward';
export { dropout } from './dropout';
export { maxPool, maxPoolBackward, patches, patchesBackward } from './images';
export { activationBackward, addColumnSums, matmul, matmulScratch } from './linear';
export { softmaxCrossEntropy } from './loss';
export { layerNorm, layerNormBackward, layerNormGradients } from './norm';
export { adamW, momentum, sumSquares } from './optimiser';
export { packRightPanels } from './pack';
export { peak } from './peak';
export { attentionPool, attentionPoolBackward, attentionPoolGradients, pool, poolBackward } from './pool';
export { addByPosition, addScaled, embeddings, gatherRows, scatterAddRows } from './rows';
export { setScratch } from './scratch';
export { exponentials } from './softmax';
