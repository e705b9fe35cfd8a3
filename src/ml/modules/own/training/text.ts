// Goes on training a text model on texts of one's own. The twin of ../../python/text/train.py.
//
//   train(modelDir, ['texts.csv', '--epochs=12', '--rate=0.1', '--penalty=0.01', '--min_count=3', '--seed=1'])
//
// What learns: the whole n-gram model, anew; of an encoder the classifier on its features; of both together, also how their
// logits are joined. With --trainable=all (or head, top, lora) the model in the folder is fine-tuned instead, as ./tune.ts says.

import type { NnBackend } from '../../../compute/nn/types';
import { joinCombined, splitCombined } from '../../../text/combined/files';
import { fitCombination } from '../../../text/combined/fit';
import { readEncoder, withWeights } from '../../../text/encoder/files';
import { EncoderModel } from '../../../text/encoder/model';
import { modelKind } from '../../../text/kind';
import { loadTextModel } from '../../../text/load';
import { NGRAM_FILE, writeNgram } from '../../../text/ngram/file';
import { DEFAULT_NGRAM_FIT, fitNgram } from '../../../text/ngram/fit';
import { NgramModel } from '../../../text/ngram/model';
import { heldRegression } from '../../../text/regression';
import type { LabelledText, ModelFiles } from '../../../text/types';
import { judge } from '../../../trainer/judge';
import type { TrainingModule } from '../../protocol';
import { textFilesIn } from '../text-files';
import { oneOf, readArgs, real, whole } from './args';
import { type Training, trainingModule, writeAll } from './module';
import { readTexts } from './texts';
import { TUNING, tuned } from './tune';

const OPTIONS = {
  epochs: whole(undefined),
  rate: real(DEFAULT_NGRAM_FIT.rate),
  penalty: real(DEFAULT_NGRAM_FIT.penalty),
  min_count: whole(DEFAULT_NGRAM_FIT.minCount),
  seed: whole(DEFAULT_NGRAM_FIT.seed, 0),
  trainable: oneOf(['classifier', 'all', 'head', 'top', 'lora'], 'classifier'),
  ...TUNING,
};
const CLASSIFIER = 'classifier';

interface Fitting extends Training {
  readonly nn: () => Promise<NnBackend>;
  readonly texts: readonly LabelledText[];
  readonly labels: readonly number[];
  /** From where the model is. */
  fitNgram(from: ModelFiles): Uint8Array;
}

/** @param createNn what an encoder computes on: asked for when there is one */
export function textTraining(createNn: () => NnBackend | Promise<NnBackend>): TrainingModule {
  return trainingModule(async (training) => {
    const { dir, args, say, board } = training;
    const { path, options } = readArgs(args, OPTIONS, 'the texts: a CSV file, or a folder with neg/ and pos/');
    const texts = await readTexts(dir, path);
    const labels = texts.map(({ label }) => label);
    say(`${texts.length} texts, ${labels.reduce((sum, label) => sum + label, 0)} of them positive`);
    const start = await textFilesIn(dir);
    const nn = async () => createNn();
    const { trainable, ...rest } = options;
    const files =
      trainable === CLASSIFIER
        ? await refitted(start, { ...training, nn, texts, labels, fitNgram: (from) => ngramOf(from, texts, rest, say) })
        : await tuned(start, { ...training, nn, texts, options: { ...rest, trainable } });
    const { loss, accuracy } = judge(await logitsOf(files, texts, nn), texts);
    say(`accuracy on the texts learnt from: ${accuracy?.toFixed(4)}`);
    await board.scalars(texts.length, { loss_on_texts: loss, accuracy_on_texts: accuracy });
    await writeAll(dir, files);
  });
}

async function refitted(files: ModelFiles, fitting: Fitting): Promise<ModelFiles> {
  switch (modelKind(files)) {
    case 'ngram':
      return new Map([[NGRAM_FILE, fitting.fitNgram(files)]]);
    case 'encoder':
      return withClassifier(files, fitting);
    case 'combined': {
      const { encoder, ngram, combination } = splitCombined(files);
      const parts = {
        encoder: await withClassifier(encoder, fitting),
        ngram: new Map([[NGRAM_FILE, fitting.fitNgram(ngram)]]),
      };
      const logits = await Promise.all(
        [parts.encoder, parts.ngram].map((part) => logitsOf(part, fitting.texts, fitting.nn)),
      );
      const joined = fitCombination(combination, logits[0], logits[1], fitting.labels);
      fitting.say(
        `joined: ${joined.encoder.toFixed(4)} of the encoder, ${joined.ngram.toFixed(4)} of the n-gram model`,
      );
      return joinCombined({ ...parts, combination: joined });
    }
  }
}

type NgramOptions = { readonly epochs: number | undefined } & Readonly<
  Record<'rate' | 'penalty' | 'min_count' | 'seed', number>
>;

/** Its runs are as long as those of the model that it begins from. */
function ngramOf(
  from: ModelFiles,
  texts: readonly LabelledText[],
  options: NgramOptions,
  say: Training['say'],
): Uint8Array {
  const { rate, penalty, seed, min_count: minCount, epochs = DEFAULT_NGRAM_FIT.epochs } = options;
  const { order } = NgramModel.fromFiles(from).numbers();
  const fitted = fitNgram(texts, { ...DEFAULT_NGRAM_FIT, order, rate, penalty, seed, minCount, epochs });
  say(`n-gram model: ${fitted.weights.size} runs of up to ${order} words`);
  return writeNgram(fitted);
}

/** The difference of the two classes' rows, by logistic regression held towards what it was. */
async function withClassifier(files: ModelFiles, { texts, labels, nn, say }: Fitting): Promise<ModelFiles> {
  const model = new EncoderModel(await nn(), files);
  try {
    const { d, data } = await model.embed(texts.map(({ text }) => text));
    const { config, weights } = readEncoder(files);
    const weight = valuesOf(weights.values, 'classifier.weight');
    const bias = valuesOf(weights.values, 'classifier.bias');
    const rows = texts.map((_, i) => Float64Array.of(...data.subarray(i * d, (i + 1) * d), 1));
    const first = Float64Array.of(...weight.subarray(0, d), bias[0]);
    const second = Float64Array.of(...weight.subarray(d), bias[1]);
    const fitted = heldRegression(
      rows,
      labels,
      second.map((value, j) => value - first[j]),
    );
    // The middle of both classes stays where it was.
    const side = (sign: number) => fitted.map((value, j) => (first[j] + second[j] + sign * value) / 2);
    const [negative, positive] = [side(-1), side(1)];
    const values = new Map(weights.values);
    values.set('classifier.weight', Float32Array.of(...negative.subarray(0, d), ...positive.subarray(0, d)));
    values.set('classifier.bias', Float32Array.of(negative[d], positive[d]));
    say(`classifier: ${fitted.length} numbers`);
    return withWeights(files, config, { ...weights, values });
  } finally {
    model.dispose();
  }
}

function valuesOf(values: ReadonlyMap<string, Float32Array>, name: string): Float32Array {
  const found = values.get(name);
  if (!found) throw new Error(`The model has no ${name}.`);
  return found;
}

async function logitsOf(
  files: ModelFiles,
  texts: readonly LabelledText[],
  nn: () => Promise<NnBackend>,
): Promise<Float64Array> {
  const model = modelKind(files) === 'ngram' ? NgramModel.fromFiles(files) : loadTextModel(await nn(), files);
  try {
    const scores = await model.score(texts.map(({ text }) => text));
    return Float64Array.from(scores, ({ logit }) => logit);
  } finally {
    model.dispose();
  }
}
