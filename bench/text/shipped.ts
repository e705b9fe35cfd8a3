// A shipped model in the app's own hands: scores and explains texts of a given length, tokenizer and all.

import { loadTextModel } from '../../src/ml/text/load';
import type { ModelFiles, TextModel } from '../../src/ml/text/types';
import { browserTextEnv } from '../../src/workers/text-env';
import { startBackend } from './ours';
import { TOKENS } from './problem';
import type { Contestant, Job, ShippedTask } from './protocol';

/** Each is a piece of any English vocabulary of a few thousand. */
const WORDS = 'the film was good and we had a great time with the story but it is too long for me'.split(' ');

export async function openShipped(job: Extract<Job, { kind: 'shipped' }>): Promise<Contestant> {
  const nn = await startBackend(job.threads);
  const model = loadTextModel(nn, await shippedFiles(job.model));
  return { engine: `${model.info.architecture}, ${nn.description}`, run: await task(model, job.task) };
}

interface Manifest {
  readonly models: readonly {
    readonly id: string;
    readonly files: readonly { readonly name: string; readonly path: string }[];
  }[];
}

async function shippedFiles(id: string): Promise<ModelFiles> {
  const { asset } = browserTextEnv();
  const manifest = JSON.parse(new TextDecoder().decode(await asset('manifest.json'))) as Manifest;
  const model = manifest.models.find((one) => one.id === id);
  if (!model) throw new Error(`there is no shipped model “${id}”`);
  return new Map(await Promise.all(model.files.map(async ({ name, path }) => [name, await asset(path)] as const)));
}

async function task(model: TextModel, wanted: ShippedTask): Promise<Contestant['run']> {
  switch (wanted.kind) {
    case 'score': {
      const text = await textOf(model, wanted.tokens, 0);
      return async () => (await model.score([text])).map(({ logit }) => logit);
    }
    case 'batch': {
      const texts = await Promise.all(Array.from({ length: wanted.texts }, (_, i) => textOf(model, TOKENS, i)));
      return async () => (await model.score(texts)).map(({ logit }) => logit);
    }
    case 'explain': {
      const text = words(wanted.words, 0);
      return async () => [(await model.explain(text)).score.logit];
    }
  }
}

function words(count: number, start: number): string {
  return Array.from({ length: count }, (_, i) => WORDS[(i + start) % WORDS.length]).join(' ');
}

/** A text that the model reads as so many tokens, [CLS] and [SEP] among them. */
async function textOf(model: TextModel, tokens: number, start: number): Promise<string> {
  for (let count = tokens - 2; count > 0; count--) {
    const text = words(count, start);
    const [score] = await model.score([text]);
    if (score.tokensRead === tokens && score.tokens === tokens) return text;
    if (score.tokens < tokens) break;
  }
  throw new Error(`no text of ${tokens} tokens was found for this vocabulary`);
}
