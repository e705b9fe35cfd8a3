// The scripts of JavaScript in archives, in a plain Node and as the sandbox runs them: they answer as the product does, and
// train.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { presetConfig } from '../../bert/config';
import { createWasmBackend } from '../../compute/nn/wasm/create';
import { nodeNnEnv } from '../../compute/nn/wasm/env.node';
import { COLUMNS, learnt, rowsOf } from '../../formats/stream/learner.fixture';
import type { Mixture } from '../../gmm/types';
import { readEvents } from '../../logs';
import { joinCombined } from '../../text/combined/files';
import { freshEncoder } from '../../text/encoder/model';
import { loadTextModel } from '../../text/load';
import { memoryDir } from '../memory-dir';
import { mixtureFiles, mixtureModule, streamModule, textModule } from '../own';
import { NO_NUMBER, TABLES } from '../own/tables.fixture';
import { mixtureTraining, streamTraining, textTraining } from '../own/training';
import type { InferenceModule } from '../protocol';
import { isTwin, twinScripts } from '.';
import { filesIn, folderOf, type Request, serve, train } from './run-node.fixture';

const shipped = (path: string) => new Uint8Array(readFileSync(`public/models/${path}`));
const nn = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
const bytesOf = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

const TEXTS = ['A warm, funny film!', '', 'ΟΔΥΣΣΕΥΣ café 日本語 🎬', 'words '.repeat(70)];
const ngram = new Map([['ngram.bin', shipped('nano/ngram.bin')]]);
const encoder = ['config.json', 'vocab.txt', 'model.safetensors'].map(
  (name) => [name, shipped(`small/${name}`)] as const,
);
const combination = JSON.parse(new TextDecoder().decode(shipped('small/combined.json')));
const combined = joinCombined({ encoder: new Map(encoder), ngram, combination });
const published = freshEncoder(
  presetConfig('L-2_H-16_A-2', 8192, { initializer_range: 0.2, max_position_embeddings: 64 }),
  shipped('small/vocab.txt'),
  5,
);

const mixture: Mixture = {
  ...{ covariance_type: 'full', n_components: 2, n_features: 2 },
  weights: Float64Array.of(0.3, 0.7),
  means: Float64Array.of(1, -2, 4, 1 / 3),
  covariances: Float64Array.of(2, 0.6, 0.6, 1, 1, -0.3, -0.3, 2),
};
const POINTS = [
  [0, 1],
  [3.5, 0.25],
  [-40, 2e3],
];

const textOnWasm = textModule(async (dir) => {
  const files = new Map(
    await Promise.all((await dir.list()).map(async (path) => [path, await dir.read(path)] as const)),
  );
  const model = loadTextModel(await nn(), files);
  return { score: async (texts) => (await model.score(texts)).map(({ score }) => score) };
});

type Module = InferenceModule;
interface Case {
  readonly name: string;
  readonly kind: 'mixture' | 'stream' | 'text';
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly module: Module;
  readonly asked: readonly Omit<Request, 'folder'>[];
  readonly within: number;
}

const THREE = { kind: 'classification', n_classes: 3 } as const;
const rows = Array.from({ length: 6 }, (_, i) => [...rowsOf(6, 9).subarray(COLUMNS * i, COLUMNS * (i + 1))]);

async function casesOf(): Promise<Case[]> {
  const lines = (table: readonly (readonly number[])[]) => table.map((row) => `${row.join()}\n`).join('');
  const onRows = (names: readonly string[], table: readonly number[][]): Case['asked'] => [
    { body: bytesOf({ [names[0]!]: table }), type: 'application/json; charset=utf-8' },
    { body: bytesOf(table) },
    { body: `${table[0]!.map((_, i) => `c${i}`)}\n${lines(table)}`, type: 'text/csv', accepted: 'text/csv' },
  ];
  const onTexts: Case['asked'] = [
    { body: bytesOf({ texts: TEXTS }), type: 'application/json' },
    { body: TEXTS[2]!, type: 'text/plain', accepted: 'text/plain' },
    { body: JSON.stringify(TEXTS[0]), type: 'application/json', accepted: 'text/csv;q=0.5, text/html' },
    { body: TEXTS[0]! },
  ];
  const texts = [
    ['the n-gram model', ngram],
    ['the shipped model', combined],
    ['an encoder as published', published],
  ] as const;
  const streams = await Promise.all([
    learnt({}, THREE),
    learnt({ id: 'linear' }, { kind: 'classification', n_classes: 2 }),
    learnt({ activation: 'tanh', hidden: [6] }, { kind: 'regression' }),
    learnt({ id: 'mixture' }, { kind: 'density' }),
  ]);
  return [
    {
      ...{ name: 'a mixture', kind: 'mixture', files: mixtureFiles(mixture), module: mixtureModule as Module },
      ...{ asked: onRows(['points'], POINTS), within: 1e-6 },
    },
    ...texts.map(([name, files]) => {
      return { name, kind: 'text', files, module: textOnWasm as Module, asked: onTexts, within: 1e-5 } as const;
    }),
    ...streams.map(({ files }, i) => {
      const name = `a stream's model, ${i}`;
      const module = streamModule() as Module;
      const [time, x, y] = rows[0]!;
      const objects = { body: bytesOf({ columns: ['time', 'x', 'y'], X: [{ y, x, time }] }), type: 'application/json' };
      return { name, kind: 'stream', files, module, asked: [...onRows(['X'], rows), objects], within: 1e-6 } as const;
    }),
  ];
}

const cases = await casesOf();
const scripts = {
  mixture: await twinScripts('mixture'),
  stream: await twinScripts('stream'),
  text: await twinScripts('text'),
};

async function answerOf(module: Module, model: unknown, { body, type, accepted }: Omit<Request, 'folder'>) {
  const input = await module.deserialize(
    bytesOf(body instanceof Uint8Array ? new TextDecoder().decode(body) : body),
    type,
  );
  const answer = await module.serialize(await module.predict(input, model), accepted);
  return answer && { text: new TextDecoder().decode(answer.bytes), type: answer.contentType };
}

const numbersIn = (text: string) =>
  [...text.matchAll(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g)].map(([value]) => Number(value));

describe('in Node', () => {
  it('answer as the product does, in every type, and refuse the same', async () => {
    const requests = cases.flatMap(({ kind, files, asked }) => {
      const folder = folderOf([...files, ...scripts[kind]]);
      const refused = { folder, body: '[[1]]', type: 'image/png' };
      return [...asked.map((one) => ({ folder, ...one })), refused, { folder, ...asked[0]!, accepted: 'image/png' }];
    });
    const answers = serve(requests);
    for (const one of cases) {
      const model = await one.module.load(memoryDir(one.files));
      for (const request of one.asked) {
        const [got, expected] = [answers.shift(), await answerOf(one.module, model, request)];
        if (!got || !('text' in got) || !expected) throw new Error(`${one.name}: ${JSON.stringify(got)}`);
        expect(got.type, one.name).toBe(expected.type);
        // What is no number is the same to the letter.
        expect(got.text.replace(/[-\d.e+]+/g, '#')).toBe(expected.text.replace(/[-\d.e+]+/g, '#'));
        const numbers = numbersIn(expected.text);
        numbersIn(got.text).forEach((value, i) => {
          const apart = Math.abs(value - numbers[i]!) / Math.max(1, Math.abs(numbers[i]!));
          expect(apart, one.name).toBeLessThan(one.within);
        });
      }
      expect(answers.shift()).toEqual({ error: expect.stringMatching(/^UnsupportedType: image\/png is not read/) });
      expect(answers.shift()).toBeNull();
    }
  });

  it('read every row of a CSV, whatever its first line', () => {
    const folder = folderOf([...mixtureFiles(mixture), ...scripts.mixture]);
    const answers = serve(TABLES.map(([body]) => ({ folder, body, type: 'text/csv', accepted: 'application/json' })));
    TABLES.forEach(([csv, rows], i) => {
      const got = answers[i];
      if (rows === null) expect(got, csv).toEqual({ error: expect.stringContaining(NO_NUMBER) });
      else if (got && 'text' in got) expect(JSON.parse(got.text).labels, csv).toHaveLength(rows);
      else throw new Error(`${csv}: ${JSON.stringify(got)}`);
    });
  });

  it('train, and come to what the product comes to', async () => {
    const points = bytesOf(Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${(i % 7) / 3}\n`).join(''));
    const texts = bytesOf(
      `text,label\n${Array.from({ length: 12 }, (_, i) => (i % 2 ? `"came off, ${i}",0` : `"sits well, ${i}",1`)).join('\n')}\n`,
    );
    const table = bytesOf(rows.map((row, i) => `${row.join()},${i % 3}\n`).join(''));
    const jobs = [
      { kind: 'mixture', files: mixtureFiles(mixture), data: points, training: mixtureTraining, more: ['--epochs=5'] },
      { kind: 'text', files: ngram, data: texts, training: textTraining(nn), more: ['--min_count=2'] },
      {
        kind: 'text',
        files: published,
        data: texts,
        training: textTraining(nn),
        more: ['--trainable=head', '--epochs=1'],
      },
      { kind: 'stream', files: cases[4]!.files, data: table, training: streamTraining, more: ['--epochs=3'] },
    ] as const;
    const options = { tensorBoardEnabled: true, tensorBoardDir: 'tb' };
    const placed = jobs.map(({ kind, files, data, more }) => {
      const folder = folderOf([...files, ...scripts[kind], ['data.csv', data]]);
      return { folder, args: ['data.csv', ...more], options };
    });
    const said = train(placed);
    for (const [i, { files, data, training, more }] of jobs.entries()) {
      const dir = memoryDir([...files, ['data.csv', data]]);
      const lines: string[] = [];
      const logger = { log: (message: unknown) => lines.push(String(message)), flush() {} };
      await training.train(dir, ['data.csv', ...more], { logger });
      expect(said[i]).toEqual(lines);
      const there = filesIn(placed[i]!.folder);
      for (const path of files.keys()) {
        expect(Buffer.compare(there.get(path)!, await dir.read(path)), path).toBe(0);
      }
      const events = [...there.keys()].find((path) => path.startsWith('tb/events.out.tfevents.'));
      const { events: read } = readEvents(there.get(events ?? '') ?? new Uint8Array(0));
      expect(read.some(({ values }) => values.length > 0)).toBe(true);
    }
  });
});

describe('the mark', () => {
  it('is on every script, and tells one that was changed', async () => {
    for (const [path, bytes] of [...scripts.mixture, ...scripts.stream, ...scripts.text]) {
      expect(await isTwin(bytes), path).toBe(true);
      const changed = bytes.slice();
      changed[changed.length - 2]! ^= 1;
      expect(await isTwin(changed), path).toBe(false);
      expect(await isTwin(bytes.subarray(1))).toBe(false);
    }
    expect(await isTwin(new Uint8Array(0))).toBe(false);
    expect((await twinScripts('image')).size).toBe(0);
  });
});
