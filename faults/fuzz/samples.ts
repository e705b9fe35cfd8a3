// Valid samples of everything that comes from outside, small enough to be changed ten thousand times.

import { deflateSync } from 'fflate';
import { presetConfig } from '../../src/ml/bert/config';
import { ReferenceBackend } from '../../src/ml/compute/nn/reference';
import { buildProfile } from '../../src/ml/drift/profile';
import { encodeProfile } from '../../src/ml/drift/profile-file';
import { exportAs } from '../../src/ml/formats/export';
import type { Files } from '../../src/ml/formats/files';
import { learnt } from '../../src/ml/formats/stream/learner.fixture';
import { exportMixture } from '../../src/ml/gmm/export';
import { fromNested } from '../../src/ml/gmm/nested';
import { DEFAULT_OPTIONS } from '../../src/ml/gmm/types';
import { writeImageModel } from '../../src/ml/image/files';
import { ImageModel } from '../../src/ml/image/model';
import { smallConfig } from '../../src/ml/image/problem.fixture';
import { eventRecord, versionRecord } from '../../src/ml/logs';
import { writeManifest } from '../../src/ml/modules';
import { SAMPLE } from '../../src/ml/modules/archives.fixture';
import { Rng } from '../../src/ml/rng';
import { freshEncoder } from '../../src/ml/text/encoder/model';
import { freshTextModel } from '../../src/ml/text/load';
import { writeNgram } from '../../src/ml/text/ngram/file';
import { encodePng } from '../../src/service/images/png';
import { writeSetup } from '../../src/service/stream/setup-link';
import { writeSnapshot } from '../../src/service/table/snapshot';
import { DEFAULT_STREAM_CONFIG } from '../../src/wire/stream-defaults';
import { encode, joined } from './mutate/bytes';
import type { FileSet } from './mutate/files';

const ROWS = Array.from({ length: 12 }, (_, i) => ({ x: i / 3, y: -i, name: `row ${i}`, label: i % 2 }));
const LABELLED = ROWS.map(({ name, label }) => ({ text: `A film, ${name}, "seen".`, label }));

export const TABLES = {
  csv: [
    `x,y,name,label\n${ROWS.map((row) => Object.values(row).join(',')).join('\n')}\n`,
    `x;y\r\n${ROWS.map(({ x, y }) => `${String(x).replace('.', ',')};${y}`).join('\r\n')}`,
    ROWS.map(({ x, y }) => `${x}\t${y}`).join('\n'),
    `text,sentiment\n${LABELLED.map(({ text, label }) => `"${text.replaceAll('"', '""')}",${label}`).join('\n')}\n`,
    'review,label\n"two\nlines",positive\nplain,negative\n',
  ].map(encode),
  json: [
    ROWS,
    ROWS.map(({ x, y }) => [x, y]),
    { columns: ['x', 'y'], data: ROWS.map(({ x, y }) => [x, y]) },
    { points: ROWS.map(({ x, y }) => [x, y]) },
    { x: ROWS.map(({ x }) => x), y: ROWS.map(({ y }) => y) },
    LABELLED,
  ].map((value) => encode(JSON.stringify(value))),
  jsonl: [ROWS, LABELLED, ROWS.map(({ x, y }) => [x, y])].map((rows) =>
    encode(rows.map((row) => JSON.stringify(row)).join('\n')),
  ),
  metrics: [
    'epoch,step,train_loss,val_acc\r\n0,1,0.5,\r\n0,2,0.4,0.7\r\n1,3,nan,inf\r\n',
    'step,loss\n1,0.5\n2,0.25\n',
    'val_loss,epoch\n1e-3,0\n,1\nTrue,2\n',
  ].map(encode),
};

const VOCABULARY = encode(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'film', 'a', 'b', '##s'].join('\n'));
const CONFIG = presetConfig('L-1_H-8_A-2', 9, { max_position_embeddings: 16 });

const mixtureOf = (json: Parameters<typeof fromNested>[0]) => encode(exportMixture(fromNested(json), 'json'));

export function mixtureFiles(): Files[] {
  const full = {
    covariance_type: 'full',
    ...{
      weights: [0.5, 0.5],
      means: [
        [0, 1],
        [2, 3],
      ],
    },
    covariances: [
      [
        [1, 0],
        [0, 2],
      ],
      [
        [1, 0.1],
        [0.1, 1],
      ],
    ],
  } as const;
  const diag = { covariance_type: 'diag', weights: [1], means: [[0, 1]], covariances: [[1, 2]] } as const;
  return [full, diag].map((one) => new Map([['mixture.json', mixtureOf(structuredClone(one) as never)]]));
}

export async function encoderFiles(): Promise<Files[]> {
  const own = freshEncoder(CONFIG, VOCABULARY, 1);
  const folder = new Map(exportAs(own, 'huggingface'));
  const without = new Map(folder);
  without.delete('vocab.txt');
  return [folder, without, own];
}

async function imageFiles(): Promise<Files[]> {
  const kinds = ['cnn', 'mlp'] as const;
  return Promise.all(
    kinds.map(async (kind) => {
      const config = smallConfig(kind);
      return writeImageModel(config, await new ImageModel(new ReferenceBackend(), config, new Rng(1)).weights());
    }),
  );
}

async function streamFiles(): Promise<Files[]> {
  const network = await learnt({}, { kind: 'classification', n_classes: 3 });
  const mixture = await learnt({ id: 'mixture' }, { kind: 'density' });
  return [network.files, mixture.files];
}

export async function tfjsFiles(): Promise<Files[]> {
  const [cnn, mlp] = await imageFiles();
  const [network] = await streamFiles();
  const made = [cnn, mlp, network].flatMap((files) => (files ? [files] : []));
  return made.flatMap((files) => [exportAs(files, 'tfjs'), exportAs(files, 'tfjs', 'int8')]);
}

/** A model of every kind, as it is kept. */
export async function modelFileSets(): Promise<Files[]> {
  const combined = freshTextModel({ kind: 'combined', architecture: 'L-1_H-8_A-2', vocabulary: VOCABULARY, seed: 1 });
  const encoders = await encoderFiles();
  return [...mixtureFiles(), ...encoders, combined, ngramFiles(), ...(await imageFiles()), ...(await streamFiles())];
}

function ngramFiles(): Files {
  const weights = new Map([3, 900, 70_000, 4_000_000_000].map((print, i) => [print, i - 1.5]));
  return new Map([['ngram.bin', writeNgram({ bias: 0.25, weights, order: 3 })]]);
}

export async function profileFile(): Promise<FileSet> {
  const texts = ['The cat sat. The cat ran!', 'A cat, the Zürich cat', '', 'Solitary words'];
  const data = Float32Array.from({ length: 12 }, (_, i) => i - 5);
  const about = { scores: [0.1, 0.9, 0.5, 0.5], labels: [0, 1, -1, 1], embeddings: { d: 3, data } };
  const profile = encodeProfile(buildProfile(texts, about, { about: 'Four texts', learnt: true }));
  const progress = encode(JSON.stringify({ version: 1, options: { epochs: 1 }, data: 'ff', progress: { step: 1 } }));
  return new Map([...ngramFiles(), ['profile.bin', profile], ['trainer.json', progress]]);
}

export function archiveFiles(): FileSet[] {
  const manifest = writeManifest(SAMPLE.manifest);
  const module = new Map<string, Uint8Array>([...SAMPLE.files].filter(([name]) => name.length < 100));
  return [new Map([['manifest.json', manifest], ...module]), new Map([...module, ['manifest.json', manifest]])];
}

/** Event files as lists of the records' bytes. */
export function eventFiles(): Uint8Array[] {
  const scalar = { kind: 'scalar', tag: 'loss', value: 0.5 } as const;
  const records = [
    { values: [{ ...scalar, form: 'tensor' } as const, { ...scalar, form: 'simple' } as const] },
    { values: [{ kind: 'text', tag: 'note', text: 'Some *words*' } as const] },
    { values: [{ kind: 'histogram', tag: 'w', buckets: [{ left: 0, right: 1, count: 3 }] } as const] },
  ].map(({ values }, step) => eventRecord({ wall_time: 1.5e9, step, file_version: null, values }));
  return [joined(versionRecord(1.5e9), ...records), joined(...records.slice(1))];
}

const JPEG = 'ffd8ffe000104a46494600010100000100010000ffc0000b080004000401011100ffda0008010100003f00d2ffd9';
const WEBP = '524946461a000000574542505650384c0d0000002f0000001007101188880fe0070041424344';

export function pictures(): Uint8Array[] {
  const grey = Uint8Array.from({ length: 64 }, (_, i) => 4 * i);
  const colour = Uint8Array.from({ length: 48 }, (_, i) => 5 * i);
  return [
    encodePng({ width: 8, height: 8, channels: 1, pixels: grey }),
    encodePng({ width: 4, height: 4, channels: 3, pixels: colour }),
    ...[JPEG, WEBP].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
  ];
}

function snapshotText(): string {
  const [files] = mixtureFiles();
  const mixture = fromNested(JSON.parse(new TextDecoder().decode(files?.get('mixture.json'))));
  const options = { ...DEFAULT_OPTIONS, n_components: 2, seed: 4294967295, epochs: 17 };
  const points = { data: Float64Array.of(1, 2, 3, 4, 5, 6), n: 3, d: 2 };
  const dataset = { ...points, columns: ['x', 'größe'], source: 'a "file".csv', options, mixture };
  return writeSnapshot({ dataset, axes: { x: 1, y: 0 } });
}

export const snapshots = (): Uint8Array[] => [encode(snapshotText())];

/** What links carry, as JSON, by the page it is for. */
export const shared = (): (readonly [page: string, json: string])[] => [
  ['points', snapshotText()],
  ['stream', writeSetup(DEFAULT_STREAM_CONFIG)],
];

/** The address of what is shared with a page, given as JSON. */
export function hashOf(page: string, json: string): string {
  return `#/${page}?s=${Buffer.from(deflateSync(encode(json))).toString('base64url')}`;
}

export function hashes(): string[] {
  return [
    ...shared().map(([page, json]) => hashOf(page, json)),
    '#/runs/compare?ids=2026-01-01_00-00-00,b',
    '#/runs/images/datasets/12',
    '#/runs?config=a%20b',
    '#/models/compare?ids=a,b',
    '#/models/mixture%2F1',
    '#/reviews/datasets/12?x=1',
    '#/data',
  ];
}

const CARD = [
  '# A model',
  '',
  'Some *words*, **strong** ones, `code`, a [link](https://example.org "x") and <b>no HTML</b>.',
  '',
  '- one\n  - two\n1. three',
  '> quoted\n> > twice',
  '| a | b |\n|---|:-:|\n| 1 | 2 |',
  '```js\nlet a = 1;\n```',
  '---',
].join('\n');

export const readmes = (): Uint8Array[] => [encode(CARD)];

export const sandboxReports = (): Uint8Array[] =>
  [
    { kind: 'log', lines: ['a', 'b'], left: 0 },
    { kind: 'trained', paths: ['a/b.bin'] },
    { kind: 'answer', id: 1, contentType: 'application/json' },
    { kind: 'failed', id: null, step: 'train', why: 'threw', name: 'Error', message: 'm', stack: 's' },
  ].map((report) => encode(JSON.stringify(report)));

/** Texts as aclImdb has them. */
export function textFolder(): FileSet {
  const files = ['train', 'test'].flatMap((part) =>
    ['pos', 'neg'].flatMap((label) =>
      [0, 1].map((i) => [`data/${part}/${label}/${i}_${label === 'pos' ? 9 : 2}.txt`, encode(`A ${label} film ${i}.`)]),
    ),
  ) as [string, Uint8Array][];
  return new Map([...files, ['data/README', encode('Read me')]]);
}

/** Pictures in train and test, of two classes. */
export function imageFolder(): FileSet {
  const picture = (value: number) =>
    encodePng({ width: 4, height: 4, channels: 1, pixels: new Uint8Array(16).fill(value) });
  const files = ['train', 'test'].flatMap((part, p) =>
    ['cat', 'dog'].flatMap((label, l) =>
      [0, 1].map((i) => [`d/${part}/${label}/${i}.png`, picture(100 * p + 50 * l + i)]),
    ),
  ) as [string, Uint8Array][];
  return new Map(files);
}

export const CONFIG_TEXT = `# A mixture
kind: mixture
name: Mine
tags: [example, "b"]
seed: 1

model: &m
  n_components: 3
  covariance_type: full # full, tied, diag or spherical

data:
  source: sample
  sample: penguins

trainer:
  method: em
  epochs: 200
  tol: 1e-4
  metrics: [log_likelihood, bic, aic]
`;

export const STREAM_TEXT = `kind: stream
name: SEA with drift
model:
  id: network
  hidden: [16]
data:
  source: sea
  drift: { kind: abrupt, position: 5000, width: 1 }
trainer:
  batches: 500
  detectors: [adwin, ddm]
  checkpoint: {every: 2}
`;
