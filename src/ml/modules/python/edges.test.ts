// What comes at the edges is taken alike by the Python scripts and by the product: files as editors of Windows leave them, rows
// so far away that they have no density, and training data that fit no model. Where there is no python3 with NumPy this is
// passed over, and says so.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWasmBackend } from '../../compute/nn/wasm/create';
import { nodeNnEnv } from '../../compute/nn/wasm/env.node';
import { learnt } from '../../formats/stream/learner.fixture';
import type { Mixture } from '../../gmm/types';
import { loadTextModel } from '../../text/load';
import { EIGHT, TINY_PRE, tinyFiles } from '../../trainer/encoder.fixture';
import { memoryDir } from '../memory-dir';
import { mixtureFiles, mixtureModule } from '../own/mixture';
import { streamModule } from '../own/stream';
import { mixtureTraining, streamTraining, textTraining } from '../own/training';
import type { InferenceModule, TrainingModule } from '../protocol';
import { missing } from './testing/host.fixture';
import { bodyOf, expectClose, moduleOf, scratch, serve, train } from './testing/run-python.fixture';

type Files = ReadonlyMap<string, Uint8Array>;

const nn = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textIn = (files: Files, path: string) => new TextDecoder().decode(files.get(path));

const mixture: Mixture = {
  ...{ covariance_type: 'spherical', n_components: 2, n_features: 2 },
  weights: Float64Array.of(0.5, 0.5),
  means: Float64Array.of(-1, 0, 1, 0),
  covariances: Float64Array.of(1, 2),
};

/** With a mark at the beginning of each, and Windows' ends of lines. */
function byWindows(files: Files, ...paths: readonly string[]): Files {
  const changed = paths.map((path): [string, Uint8Array] => {
    return [path, bytesOf(`\uFEFF${textIn(files, path).trimEnd().replaceAll('\n', '\r\n')}\r\n`)];
  });
  return new Map([...files, ...changed]);
}

describe.skipIf(missing)('serve.py and the product', () => {
  it('read files as editors of Windows leave them', async () => {
    const encoder = byWindows(tinyFiles(TINY_PRE), 'config.json', 'vocab.txt');
    const texts = EIGHT.map(({ text }) => text);
    const stream = byWindows((await learnt({}, { kind: 'regression' })).files, 'stream.json');
    const rows = [[1.7e9, 0, 5]];
    const answers = await serve([
      { folder: moduleOf('text', encoder), body: { texts } },
      { folder: moduleOf('stream', stream), body: rows },
    ]);
    const scores = (await loadTextModel(await nn(), encoder).score(texts)).map(({ score }) => score);
    expectClose(JSON.parse(bodyOf(answers[0])).scores, scores, 1e-5);
    expectClose(
      JSON.parse(bodyOf(answers[1])).predictions,
      (await asked(streamModule(), stream, rows)).predictions,
      1e-9,
    );
  });

  it('say null of what is no number in JSON', async () => {
    const { files } = await learnt({ id: 'mixture' }, { kind: 'density' });
    const rows = [
      [1.7e9, 0, 5],
      [1e200, 0, 5],
    ];
    const [answer, ofPoints] = await serve([
      { folder: moduleOf('stream', files), body: rows },
      { folder: moduleOf('mixture', mixtureFiles(mixture)), body: [[1e200, 0]] },
    ]);
    const { log_density } = JSON.parse(bodyOf(answer));
    const own = await asked(streamModule(), files, rows);
    expect([log_density[1], own.log_density[1]]).toEqual([null, null]);
    expectClose([log_density[0]], [own.log_density[0]], 1e-9);
    expect(JSON.parse(bodyOf(ofPoints))).toEqual(await asked(mixtureModule, mixtureFiles(mixture), [[1e200, 0]]));
  });

  it('refuse a number that no double holds', async () => {
    const folder = moduleOf('mixture', mixtureFiles(mixture));
    const [answer] = await serve([{ folder, body: `[[1${'0'.repeat(400)}, 0]]`, type: 'application/json' }]);
    expect(answer).toEqual({ error: expect.stringContaining('must be a list of rows') });
  });

  it('refuse rows that are no lists of numbers', async () => {
    const folder = moduleOf('mixture', mixtureFiles(mixture));
    // NumPy would take the first three for numbers.
    const rows = [
      ['1', '2'],
      [true, false],
      [1.5, true],
      [{ x: 1 }, 2],
      [[1], [2]],
      [null, 1],
    ];
    const answers = await serve(rows.map((row) => ({ folder, body: [row] })));
    for (const [i, row] of rows.entries()) {
      expect(answers[i]).toEqual({ error: expect.stringMatching(/^ValueError: The input must be a list of rows/) });
      await expect(asked(mixtureModule, mixtureFiles(mixture), [row])).rejects.toThrow('is no finite number');
    }
  });
});

async function asked<Model, Input, Output>(
  module: InferenceModule<Model, Input, Output>,
  files: Files,
  rows: readonly (readonly unknown[])[],
) {
  const input = await module.deserialize(bytesOf(JSON.stringify(rows)), 'application/json');
  const answer = await module.serialize(await module.predict(input, await module.load(memoryDir(files))));
  return JSON.parse(new TextDecoder().decode(answer?.bytes));
}

interface Refused {
  readonly kind: 'mixture' | 'stream' | 'text';
  readonly data: string | Uint8Array;
  readonly args?: readonly string[];
  readonly why: string;
}

const REFUSED: readonly Refused[] = [
  { kind: 'mixture', data: 'x,y\n', why: 'data.csv has no rows.' },
  { kind: 'mixture', data: '1,2\n3\n', why: 'Row 2 has 1 values, the first has 2.' },
  { kind: 'stream', data: '1,2,3,0\n1,2,3,-1\n', why: 'Row 2 ends with -1: classes are 0 to 2.' },
  { kind: 'stream', data: '1,2,3,0.5\n', why: 'Row 1 ends with 0.5: classes are 0 to 2.' },
  { kind: 'stream', data: '1,2,3,3\n', why: 'Row 1 ends with 3: classes are 0 to 2.' },
  ...[
    ['--batch_size=-4', '--batch_size must be a whole number of at least 1, not “-4”.'],
    ['--epochs=0', '--epochs must be a whole number of at least 1, not “0”.'],
    ['--learning_rate=nan', '--learning_rate must be a number of 0 or more, not “nan”.'],
    ['--learning-rate=-1', '--learning_rate must be a number of 0 or more, not “-1”.'],
  ].map(([arg, why]): Refused => ({ kind: 'stream', data: '1,2,3,0\n', args: [arg], why })),
  {
    ...{ kind: 'stream', data: '1,2,3,0\n1,2,3,1\n', args: ['--learning_rate=1e300', '--epochs=9'] },
    why: 'The training went beyond all numbers, and nothing was written: lower --learning_rate.',
  },
  {
    ...{ kind: 'mixture', data: '1e300,1e300\n-1e300,2\n' },
    why: 'The points lie so far apart that they have no density, and nothing was written.',
  },
  { kind: 'text', data: 'body,label\nfine,1\n', why: 'data.csv needs the columns text and label.' },
  ...['0.5', '', '2'].map((label): Refused => {
    const why = 'Row 2 of data.csv: a label is 0 (negative) or 1 (positive).';
    return { kind: 'text', data: `text,label\nfine,1\npoor,${label}\n`, why };
  }),
  // As a spreadsheet of Windows writes them.
  ...(['mixture', 'stream', 'text'] as const).map((kind): Refused => {
    const why = 'The input is not in UTF-8.';
    return { kind, data: Uint8Array.of(0xff, 0xfe, 0x74, 0, 0x65, 0, 0x78, 0, 0x74, 0, 0x0a, 0), why };
  }),
];

describe.skipIf(missing)('train.py and the product', () => {
  it('refuse the same, in the same words', async () => {
    const { files: stream } = await learnt({ hidden: [] }, { kind: 'classification', n_classes: 3 });
    const models = { mixture: mixtureFiles(mixture), stream, text: tinyFiles(TINY_PRE) };
    const modules = { mixture: mixtureTraining, stream: streamTraining, text: textTraining(nn) };
    const placed = REFUSED.map(({ kind, data, args = [] }) => {
      const folder = moduleOf(kind, models[kind]);
      writeFileSync(join(folder, 'data.csv'), data);
      return { folder, args: [join(folder, 'trained'), join(folder, 'data.csv'), ...args] };
    });
    const said = await train(placed);
    for (const [i, { kind, data, args = [], why }] of REFUSED.entries()) {
      expect(said[i]?.replace(`${placed[i]?.folder}/`, '')).toBe(`ValueError: ${why}`);
      expect(await refusalOf(modules[kind], models[kind], data, args)).toBe(why);
    }
  });

  it('pass over what systems leave in folders', async () => {
    const folder = moduleOf('text', tinyFiles(TINY_PRE));
    const left = ['.DS_Store', '._fine.txt', 'Thumbs.db'];
    const files = [
      ...[...left, 'fine.txt'].map((name) => [`texts/pos/${name}`, name] as const),
      ...[...left, 'poor.txt'].map((name) => [`texts/neg/${name}`, name] as const),
    ].map(([path, name]) => [path, left.includes(name) ? Uint8Array.of(0, 0xff, 0xfe) : bytesOf('a film')] as const);
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const [said] = await train([{ folder, args: [join(folder, 'trained'), join(folder, 'texts')] }]);
    expect(said).toContain('2 texts, 1 of them positive');
    const dir = memoryDir([...tinyFiles(TINY_PRE), ...files]);
    await expect(textTraining(nn).train(dir, ['texts'])).resolves.toBeUndefined();
  });

  it('learn from texts of any length', async () => {
    const path = join(scratch, 'long.csv');
    writeFileSync(path, `text,label\n"${'very good '.repeat(20_000)}",1\nawful,0\n`);
    const folder = moduleOf('text', tinyFiles(TINY_PRE));
    const [said] = await train([{ folder, args: [join(folder, 'trained'), path] }]);
    expect(said).toContain('2 texts, 1 of them positive');
  });
});

async function refusalOf(module: TrainingModule, files: Files, data: Refused['data'], args: readonly string[]) {
  try {
    await module.train(memoryDir([...files, ['data.csv', typeof data === 'string' ? bytesOf(data) : data]]), [
      'data.csv',
      ...args,
    ]);
    return 'It trained.';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
