// The small encoder by the product's own trainer, in Node: slower than the twin in PyTorch and without its later rounds, but with
// nothing beside Node. Stages: masked-LM on labelled and unlabelled reviews; the labelled ones (the first teacher); the unlabelled
// ones under the probabilities of teacher and n-gram model; the labelled ones again. Each leaves its model in the work folder, and a
// checkpoint every few minutes: the same command goes on from there.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { presetConfig } from '../../src/ml/bert/config';
import type { NnBackend } from '../../src/ml/compute/nn/types';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { combine } from '../../src/ml/text/combined/fit';
import { EncoderModel, freshEncoder } from '../../src/ml/text/encoder/model';
import { NgramModel } from '../../src/ml/text/ngram/model';
import type { LabelledText, ModelFiles } from '../../src/ml/text/types';
import { createTrainer, resumeTrainer } from '../../src/ml/trainer';
import type { TextTrainer, TrainOptions } from '../../src/ml/trainer/types';
import { readCorpus } from './corpus';

const VOCABULARY = 'public/models/small/vocab.txt';
const ARCHITECTURE = 'L-2_H-128_A-2';
export const SHIPPED_CHANGES = {
  hidden_act: 'relu',
  type_vocab_size: 0,
  layer_norm_eps: 1e-5,
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  position_embedding_type: 'relative_bias',
  norm_position: 'pre',
  pooling: 'attention',
} as const;
/** Teacher's share before anything was fitted: both logits count alike, tempered. */
const TEACHER = { encoder: 0.5, ngram: 0.8, offset: 0 };
const SAVE_EVERY_MS = 180_000;
const TELL_EVERY_MS = 10_000;
const SEED = 1;

const COMMON = {
  dropout: 0,
  weight_decay: 0.05,
  max_grad_norm: 1,
  warmup_ratio: 0.05,
  schedule: 'linear',
  seed: SEED,
} as const;
type Name = 'mlm' | 'teacher' | 'soft' | 'gold';
const STAGES: Readonly<Record<Name, Partial<TrainOptions>>> = {
  mlm: { ...COMMON, objective: 'masked-lm', epochs: 2, batch_size: 64, learning_rate: 1.5e-3, max_length: 128 },
  teacher: { ...COMMON, epochs: 2, batch_size: 24, learning_rate: 3e-4, max_length: 384, label_smoothing: 0.05 },
  soft: { ...COMMON, objective: 'distillation', epochs: 1, batch_size: 32, learning_rate: 1e-3, max_length: 256 },
  gold: { ...COMMON, epochs: 2, batch_size: 24, learning_rate: 3e-4, max_length: 384, label_smoothing: 0.05 },
};

/** Trains in `work`; resolves with the folder of the encoder. `limit`: so many texts of each kind, to see all stages run through. */
export async function trainSmall(data: string, work: string, ngramFolder: string, limit: number): Promise<string> {
  const { train, unlabelled } = readCorpus(data, limit);
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  console.log(`${train.length} labelled, ${unlabelled.length} unlabelled reviews; ${nn.description}`);
  const vocabulary = new Uint8Array(readFileSync(VOCABULARY));
  const fresh = freshEncoder(presetConfig(ARCHITECTURE, vocabularySize(vocabulary), SHIPPED_CHANGES), vocabulary, SEED);
  const bare = [...train.map(({ text }) => text), ...unlabelled].map((text) => ({ text, label: 0 }));
  const run = (name: Name, start: ModelFiles, texts: () => Promise<readonly LabelledText[]>) =>
    stage(nn, work, name, start, texts);
  const mlm = await run('mlm', fresh, async () => bare);
  const teacher = await run('teacher', mlm, async () => train);
  const soft = await run('soft', mlm, () => taught(nn, teacher, ngramFolder, unlabelled));
  await run('gold', soft, async () => train);
  return join(work, 'gold');
}

/** A stage's model: read where it is done, else trained, from its last checkpoint where there is one. */
async function stage(
  nn: NnBackend,
  work: string,
  name: Name,
  start: ModelFiles,
  texts: () => Promise<readonly LabelledText[]>,
): Promise<ModelFiles> {
  const done = join(work, name);
  const saved = join(work, `${name}.checkpoint`);
  if (existsSync(done)) return readFolder(done);
  const data = { train: await texts(), held_out: [] };
  const checkpoint = existsSync(saved) ? { step: 0, files: readFolder(saved) } : null;
  const trainer = checkpoint ? resumeTrainer(nn, checkpoint, data) : createTrainer(nn, start, data, STAGES[name]);
  await runThrough(name, trainer, async () => writeFolder(saved, (await trainer.checkpoint()).files));
  const files = await trainer.result();
  trainer.dispose();
  writeFolder(done, files);
  rmSync(saved, { recursive: true, force: true });
  return files;
}

async function runThrough(name: string, trainer: TextTrainer, save: () => Promise<void>): Promise<void> {
  let [savedAt, toldAt, tokens] = [Date.now(), Date.now(), 0];
  for (;;) {
    const event = await trainer.next();
    if (event.kind === 'done') return;
    const now = Date.now();
    if (event.kind === 'step') {
      tokens += event.tokens;
      if (now - toldAt >= TELL_EVERY_MS) {
        const rate = Math.round((1000 * tokens) / (now - toldAt));
        console.log(`${name} ${event.step}/${event.steps} loss ${event.loss.toFixed(4)}, ${rate} tokens/s`);
        [toldAt, tokens] = [now, 0];
      }
    }
    if (now - savedAt < SAVE_EVERY_MS) continue;
    await save();
    savedAt = now;
  }
}

/** The texts with what teacher and n-gram model together think of them. */
async function taught(
  nn: NnBackend,
  files: ModelFiles,
  ngramFolder: string,
  texts: readonly string[],
): Promise<LabelledText[]> {
  const encoder = new EncoderModel(nn, files);
  const ngram = NgramModel.fromFiles(readFolder(ngramFolder));
  const order = texts.toSorted((a, b) => a.length - b.length);
  const labelled: LabelledText[] = [];
  for (let from = 0; from < order.length; from += 16) {
    const part = order.slice(from, from + 16);
    const scores = await encoder.score(part);
    part.forEach((text, i) => {
      const logit = combine(TEACHER, scores[i].logit, ngram.logit(text));
      labelled.push({ text, label: 1 / (1 + Math.exp(-logit)) });
    });
  }
  encoder.dispose();
  return labelled;
}

function vocabularySize(vocabulary: Uint8Array): number {
  return new TextDecoder().decode(vocabulary).trimEnd().split('\n').length;
}

function readFolder(folder: string): ModelFiles {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))];
    }),
  );
}

/** All of it or nothing: written beside, then put in place. */
function writeFolder(folder: string, files: ModelFiles): void {
  const beside = `${folder}.new`;
  rmSync(beside, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(beside, name)), { recursive: true });
    writeFileSync(join(beside, name), bytes);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(beside, folder);
}
