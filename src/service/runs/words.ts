// What is said of runs, for people.

import type { ExperimentConfig } from '../configs/schema';
import type { RunRecord } from './record';

export const JUDGES = 'Judges the model and keeps it';

/** While it starts. */
export function doingOf({ kind }: ExperimentConfig): string {
  switch (kind) {
    case 'mixture':
      return 'Reads the points';
    case 'text':
      return 'Reads the texts';
    case 'image':
      return 'Reads the images';
    case 'stream':
      return 'Opens the stream';
  }
}

/** What is trained, before its job says it more closely. */
export function modelOf({ kind, model }: ExperimentConfig): string {
  switch (kind) {
    case 'mixture':
      return 'Gaussian mixture';
    case 'text':
      return { encoder: 'BERT', ngram: 'n-gram', combined: 'BERT and n-gram' }[model.architecture];
    case 'image':
      return { cnn: 'CNN', mlp: 'MLP' }[model.architecture];
    case 'stream':
      return { network: 'Network', linear: 'Linear model', mixture: 'Mixture' }[model.id];
  }
}

export function stoppedMessage(step: number): string {
  return `Stopped after ${counted(step, 'step')}. It can go on from there.`;
}

export function fallenMessage(why: string, checkpoint: RunRecord['checkpoint']): string {
  const said = /[.!?]$/.test(why) ? why : `${why}.`;
  return checkpoint ? `${said} What it had learnt by step ${checkpoint.step.toLocaleString('en')} is safe.` : said;
}

export function unjudgedMessage(done: string, why: string): string {
  return `${done} It could not be judged on the test part: ${why}`.trim();
}

export function unkeptMessage(full: boolean, why: string): string {
  const reason = full ? 'The browser’s storage is full' : why.replace(/\.$/, '');
  return `${reason}: the end of the run was not kept. Make room, then resume it: it goes on from its last checkpoint.`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
