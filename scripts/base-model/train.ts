// Trains the models of public/models from the Large Movie Review Dataset and packs them, the drift profiles among them:
//
//   npm run train:base -- --data <aclImdb folder> [--work <folder>] [--to <folder>] [--python <program> [--processes <n>] | --own]
//     [--limit <texts>]
//
// By the twin in PyTorch (twin/), with a python3 that has torch, numpy, scipy and scikit-learn: about sixteen hours of one core. `--own`:
// nano of pairs and small by the product's own trainer, with Node alone. Each step is done once: the same command goes on where it was left,
// and trainings from their last checkpoint. `--limit` takes about so many texts of each kind, and seconds for each training, to
// see everything run through; it packs into the work folder instead of public/models.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NGRAM_FILE } from '../../src/ml/text/ngram/file';
import trainNgram from './ngram';
import { trainSmall } from './own-trainer';
import pack from './pack';
import prepare from './prepare';
import writePrints from './prints';
import makeProfiles from './profile';

const MODELS = fileURLToPath(new URL('../../public/models/', import.meta.url));
const TWIN = fileURLToPath(new URL('./twin/', import.meta.url));
const FEATURES = '70000';
const HURRIED_MINUTES = '0.05';

interface Order {
  readonly data: string;
  readonly work: string;
  readonly to: string;
  /** Empty, or ['--limit', n] for the scripts that take it. */
  readonly limit: readonly string[];
}

export default async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      work: { type: 'string', default: 'base-model' },
      to: { type: 'string' },
      python: { type: 'string', default: 'python3' },
      processes: { type: 'string', default: '1' },
      own: { type: 'boolean', default: false },
      limit: { type: 'string' },
    },
  });
  if (!values.data) throw new Error('Say where the dataset lies: --data <aclImdb folder>.');
  const { data, work } = values;
  const limit = values.limit ? ['--limit', values.limit] : [];
  const to = values.to ?? (values.limit ? join(work, 'models') : MODELS);
  const order = { data, work, to, limit };
  await (values.own ? byOwnTrainer(order) : byTwin(order, values.python, values.processes));
}

async function byOwnTrainer({ data, work, to, limit }: Order): Promise<void> {
  const nano = join(work, 'ngram');
  if (!existsSync(nano)) trainNgram([data, nano, FEATURES, '', '', ...limit]);
  const small = await trainSmall(data, work, nano, limit.length ? Number(limit[1]) : Number.POSITIVE_INFINITY);
  await packAll({ data, work, to, limit }, nano, [`small=${small}`]);
}

async function byTwin(order: Order, program: string, processes: string): Promise<void> {
  const { data, work, limit } = order;
  const hurried = limit.length > 0;
  const step = steps(join(work, 'steps.txt'));
  const [soft, pairs, nano] = [join(work, 'soft.txt'), join(work, 'nano-pairs'), join(work, 'nano')];
  const python = (script: string, ...rest: string[]) => runPython(program, script, ['--data', work, ...rest]);
  const train =
    (recipe: string, until: string, ...rest: string[]) =>
    () =>
      python(
        'train.py',
        '--recipe',
        recipe,
        '--until',
        until,
        '--processes',
        processes,
        ...(hurried ? ['--hurry', HURRIED_MINUTES] : []),
        ...rest,
      );
  const out =
    (id: string, ...rest: string[]) =>
    () =>
      python('export.py', '--recipe', id, '--to', id, ...rest);
  await step('prepare', () => prepare([data, join(MODELS, 'small/vocab.txt'), work, ...limit]));
  await step('n-gram teacher', () => python('teacher.py'));
  await step('document teacher', () => python('docvec.py', '--epochs', hurried ? '1' : '20'));
  await step('teachers together', () => python('soften.py', '--to', soft));
  await step('nano, pairs', () => trainNgram([data, pairs, FEATURES, soft, '', ...limit]));
  // Each teaches the other: the order is that of the teachers in recipes.py.
  await step('small, round 2', train('small', 'round2'));
  await step('base, round 2', train('base', 'round2'));
  await step('small, round 3', train('small', 'round3'));
  await step('base, round 5', train('base', 'round5'));
  await step('small, round 6', train('small', 'round6'));
  await step('base, round 6', train('base', 'round6'));
  await step('small, round 7', train('small', 'round7'));
  await step('base, round 7', train('base', 'round7'));
  await step('words', () => writePrints([data, work, ...limit]));
  const runs = join(nano, NGRAM_FILE);
  const answers = ['--soft', join(work, 'run/small/round6.soft.npy')];
  await step('nano, runs', () => {
    const quick = hurried ? ['--epochs', '1', '--seeds', '1'] : [];
    python('phrases.py', '--nano', join(pairs, NGRAM_FILE), ...answers, '--to', runs, ...quick);
  });
  // What the encoders will stand beside, they learn beside.
  await step('nano, held out', () => python('beside.py', '--nano', runs, ...answers));
  await step('small, round 8', train('small', 'round8', '--nano', runs));
  await step('base, round 8', train('base', 'round8', '--nano', runs));
  // All that stand beside one another by now teach it; what ships lies between both rounds.
  await step('base, round 9', train('base', 'round9', '--nano', runs));
  await step('small, out', out('small', '--stage', 'round8', '--averaged'));
  await step('base, out', out('base', '--stage', 'round9', '--averaged', '--between', 'round8'));
  await packAll(
    order,
    nano,
    ['small', 'base'].map((id) => `${id}=${join(work, 'out', id)}`),
  );
}

async function packAll({ data, to, limit }: Order, nano: string, encoders: readonly string[]): Promise<void> {
  if (to !== MODELS) cpSync(join(MODELS, 'small/vocab.txt'), join(to, 'small/vocab.txt'), { recursive: true });
  await pack([data, nano, ...encoders, '--to', to, ...limit]);
  await makeProfiles([data, to, ...limit]);
}

/** Does what is named once: what is done stands in a file. */
function steps(file: string) {
  return async (name: string, work: () => void | Promise<void>): Promise<void> => {
    const done = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (done.includes(name)) return;
    console.log(`— ${name}`);
    await work();
    writeFileSync(file, [...done.filter(Boolean), name, ''].join('\n'));
  };
}

function runPython(program: string, script: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, [join(TWIN, script), ...args], { stdio: 'inherit' });
  if (error) throw new Error(`${program} does not start (${error.message}). --own does without it.`);
  if (status !== 0) {
    throw new Error(
      `${script} ended with ${status}. It needs torch, numpy, scipy and scikit-learn; --own does without.`,
    );
  }
}
