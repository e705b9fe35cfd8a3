// Fine-tunes a text model from the weights in its folder, as the Reviews page and runs do (../../../trainer): epochs of steps, each
// judged on texts held out, the best kept.
//
//   train(modelDir, ['texts.csv', '--trainable=all', '--epochs=5', '--learning_rate=3e-5', '--batch_size=16', '--held_out=0.1'])
//
// Options that are not given are those of src/ml/trainer/options.ts; --layers goes with top, --rank and --alpha with lora.

import type { NnBackend } from '../../../compute/nn/types';
import { textKey } from '../../../text/figures';
import { modelKind } from '../../../text/kind';
import { partTexts } from '../../../text/parting';
import type { LabelledText, ModelFiles } from '../../../text/types';
import { createTrainer } from '../../../trainer';
import type { Trainable, TrainEvent, TrainOptions } from '../../../trainer/types';
import { oneOf, real, whole } from './args';
import type { Training } from './module';

export const TUNING = {
  batch_size: whole(undefined),
  learning_rate: real(undefined),
  weight_decay: real(undefined),
  warmup_ratio: real(undefined),
  schedule: oneOf(['linear', 'cosine', 'constant'], undefined),
  max_grad_norm: real(undefined),
  label_smoothing: real(undefined),
  dropout: real(undefined),
  max_length: whole(undefined, 4),
  early_stopping: whole(undefined),
  held_out: real(0.1),
  layers: whole(1),
  rank: whole(8),
  alpha: real(16),
};

type Given<K extends keyof TrainOptions> = { readonly [N in K]: TrainOptions[N] | undefined };

interface TuneOptions
  extends Given<
    | ('epochs' | 'batch_size' | 'learning_rate' | 'weight_decay' | 'warmup_ratio' | 'schedule')
    | ('max_grad_norm' | 'label_smoothing' | 'dropout' | 'max_length' | 'early_stopping')
  > {
  readonly trainable: Trainable['kind'];
  readonly seed: number;
  /** Share of the texts. */
  readonly held_out: number;
  readonly layers: number;
  readonly rank: number;
  readonly alpha: number;
}

interface Tuning extends Pick<Training, 'say' | 'board'> {
  readonly nn: () => Promise<NnBackend>;
  readonly texts: readonly LabelledText[];
  readonly options: TuneOptions;
}

/** The files of the best epoch. @throws TrainError or EncoderError for options and files that do not fit */
export async function tuned(files: ModelFiles, { nn, texts, options, say, board }: Tuning): Promise<ModelFiles> {
  const { held_out, seed } = options;
  const data = dataOf(texts, held_out, seed);
  const backend = modelKind(files) === 'ngram' ? null : await nn();
  const trainer = createTrainer(backend, files, data, trainOptionsOf(options));
  try {
    for (;;) {
      const event = await trainer.next();
      await board.scalars('step' in event ? event.step : 0, valuesOf(event));
      if (event.kind === 'epoch') say(lineOf(event));
      if (event.kind !== 'done') continue;
      say(`the best epoch is ${event.best_epoch}`);
      return await trainer.result();
    }
  } finally {
    trainer.dispose();
  }
}

/** Equal texts are in one part. */
function dataOf(texts: readonly LabelledText[], held_out: number, seed: number) {
  if (held_out > 0.5) throw new Error('--held_out is a share of at most 0.5.');
  const keys = Float64Array.from(texts, ({ text }) => textKey(text));
  const labels = Int8Array.from(texts, ({ label }) => label);
  const parts = partTexts({ keys, labels, fixed: null, shares: [1 - held_out, held_out, 0], seed });
  return { train: texts.filter((_, i) => parts[i] === 0), held_out: texts.filter((_, i) => parts[i] === 1) };
}

function trainOptionsOf(options: TuneOptions): Partial<TrainOptions> {
  const { trainable: kind, held_out: _, layers, rank, alpha, ...plain } = options;
  const given = Object.entries(plain).filter(([, value]) => value !== undefined);
  const kinds: { readonly [K in Trainable['kind']]: Extract<Trainable, { kind: K }> } = {
    all: { kind: 'all' },
    head: { kind: 'head' },
    top: { kind: 'top', layers },
    lora: { kind: 'lora', rank, alpha },
  };
  return { ...(Object.fromEntries(given) as Partial<TrainOptions>), trainable: kinds[kind] };
}

/** The columns of a run. */
function valuesOf(event: TrainEvent): Readonly<Record<string, number | null>> {
  switch (event.kind) {
    case 'step':
      return { train_loss: event.loss, lr: event.learning_rate };
    case 'epoch':
      return event.held_out.n > 0 ? { val_loss: event.held_out.loss, val_acc: event.held_out.accuracy } : {};
    case 'done':
      return {};
  }
}

function lineOf({ epoch, held_out: { loss, accuracy, n } }: Extract<TrainEvent, { kind: 'epoch' }>): string {
  if (n === 0) return `epoch ${epoch}`;
  return `epoch ${epoch}: held-out loss ${loss.toFixed(6)}, accuracy ${accuracy?.toFixed(4)} on ${n} texts`;
}
