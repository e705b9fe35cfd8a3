// Names of BERT's tensors as checkpoints have had them, brought to those of BertForSequenceClassification: with and without
// "bert.", gamma and beta for weight and bias of LayerNorms; and what a classifier in them says.

import type { EncoderConfig } from '../../bert/config';
import type { Tensor, Tensors } from '../../bert/safetensors';
import { FormatError } from '../errors';
import { isObject, type Json } from '../files';

/** The encoder's parts, as BertModel alone names them. */
const BARE = /^(embeddings|encoder|pooler)\.|^LayerNorm\./;
/** What an encoder here can have; other tensors are of other tasks. */
const KNOWN = /^(bert|classifier|cls|discriminator_predictions)\./;

export function bertNames(tensors: Tensors): {
  readonly tensors: Map<string, Tensor>;
  readonly dropped: readonly string[];
} {
  const named = new Map<string, Tensor>();
  const dropped: string[] = [];
  for (const [old, tensor] of tensors) {
    const name = (BARE.test(old) ? `bert.${old}` : old)
      .replace(/LayerNorm\.gamma$/, 'LayerNorm.weight')
      .replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
    if (named.has(name)) throw new FormatError(old, `The weights have “${name}” twice, once as “${old}”.`);
    if (KNOWN.test(name)) named.set(name, tensor);
    else dropped.push(old);
  }
  if (![...named.keys()].some((name) => name.startsWith('bert.'))) {
    const [first = 'nothing'] = tensors.keys();
    throw new FormatError(
      'model.safetensors',
      `The weights are none of BERT’s: they begin with “${first.slice(0, 60)}”.`,
    );
  }
  return { tensors: named, dropped };
}

/** Tasks whose "classifier" is of whole texts. */
const WHOLE_TEXTS = /ForSequenceClassification$/;

type Classifier =
  | { readonly kind: 'kept'; readonly weight: Tensor; readonly bias: Tensor }
  | { readonly kind: 'left'; readonly why: string };

/** The classifier of two classes that the tensors have, or why there is none. */
export function classifierOf(
  tensors: Tensors,
  { architectures, problem_type: problem }: Json,
  config: EncoderConfig,
): Classifier {
  const [weight, bias] = ['weight', 'bias'].map((name) => tensors.get(`classifier.${name}`));
  if (!weight || !bias) return { kind: 'left', why: 'The files have no classifier.' };
  if (config.pooling === 'pooler' && !tensors.has('bert.pooler.dense.weight')) {
    return { kind: 'left', why: 'The files have no pooler that the classifier could read.' };
  }
  const [task] = Array.isArray(architectures) ? architectures : [];
  if (typeof task === 'string' && !WHOLE_TEXTS.test(task)) {
    return { kind: 'left', why: `The classifier in the files is of another task (${task.slice(0, 60)}).` };
  }
  if (problem === 'multi_label_classification' || problem === 'regression') {
    return { kind: 'left', why: `The classifier in the files does not choose one class of two (${problem}).` };
  }
  const classes = bias.data.length;
  if (classes !== 2)
    return { kind: 'left', why: `The classifier in the files tells ${classes} classes apart, not two.` };
  const { hidden_size: hidden } = config;
  if (weight.shape.join() === `2,${hidden}`) return { kind: 'kept', weight, bias };
  throw new FormatError(
    'classifier.weight',
    `“classifier.weight” is [${weight.shape.join(', ')}], not [2, ${hidden}].`,
  );
}

/** With rows as the product reads them, negative first, where the labels' names say that they are not. */
export function orderedClassifier(
  { weight, bias }: Extract<Classifier, { kind: 'kept' }>,
  { id2label }: Json,
): { readonly swapped: boolean; readonly tensors: ReadonlyMap<string, Tensor> } {
  const isNamed = (label: string, like: RegExp) => {
    const name = isObject(id2label) ? id2label[label] : null;
    return typeof name === 'string' && like.test(name);
  };
  const swapped = isNamed('0', /^pos/i) && isNamed('1', /^neg/i);
  const turn = ({ shape, data }: Tensor): Tensor => {
    const turned = data.slice();
    turned.set(data.subarray(data.length / 2));
    turned.set(data.subarray(0, data.length / 2), data.length / 2);
    return { shape, data: turned };
  };
  const tensors = new Map([
    ['classifier.weight', swapped ? turn(weight) : weight],
    ['classifier.bias', swapped ? turn(bias) : bias],
  ]);
  return { swapped, tensors };
}
