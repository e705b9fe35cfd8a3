// A model card from what is known, as Markdown (Mitchell et al. 2019, *Model Cards for Model Reporting*): people may write
// another in its place.

import type { LibraryModel, ModelKind } from '../../wire/library';

interface Card {
  readonly model: LibraryModel;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** For people: "BERT, 2 layers of 128". */
  readonly description: string;
  readonly parameters: number;
}

/** What the card is called in an archive. */
export const README_NAME = 'README.md';

export function cardOf({ model, files, description, parameters }: Card): string {
  const { name, kind, version, created_at, data, metrics, note, tags } = model;
  const figures = Object.entries(metrics);
  return [
    `# ${name}`,
    `${WHAT[kind]} Version ${version}, ${created_at.slice(0, 10)}.`,
    ...(tags.length > 0 ? [`Tags: ${tags.join(', ')}.`] : []),
    ...(note === '' ? [] : [note]),
    '## What it is',
    // How many numbers the files of a module hold, only its scripts know.
    kind === 'module' ? `${description}.` : `${description}. ${counted(parameters)}.`,
    '## What it learnt from',
    `${data === '' ? 'That is not known.' : sentence(data)} ${origin(model)}`,
    '## How good it is',
    figures.length === 0
      ? 'It was not measured, or its figures were not kept with it.'
      : ['| figure | value |', '| --- | ---: |', ...figures.map(([key, value]) => `| ${key} | ${shown(value)} |`)].join(
          '\n',
        ),
    '## What it is for, and what not',
    LIMITS[kind],
    '## Files',
    files.map(({ path, bytes }) => `- \`${path}\`, ${bytes.toLocaleString('en')} bytes`).join('\n'),
    '## How to use it',
    usage(model),
    '',
  ].join('\n\n');
}

function counted(parameters: number): string {
  return `${parameters.toLocaleString('en')} ${parameters === 1 ? 'parameter' : 'parameters'}`;
}

/** With the full stop that descriptions may or may not have already. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const WHAT: Readonly<Record<ModelKind, string>> = {
  mixture: 'A Gaussian mixture: the density of points, and which group each belongs to.',
  text: 'A text model: how positive a text is, from 0 to 1.',
  stream: 'A model that learns from a stream, batch by batch.',
  image: 'An image classifier.',
  module: 'A module with scripts of its own.',
};

const LIMITS: Readonly<Record<ModelKind, string>> = {
  mixture:
    'For finding groups and outliers in points like those it was fitted to. Groups are ellipses, whatever shape the data have; densities far from all data say little.',
  text: 'For texts like those it learnt from, in their language and about their subjects. It sees words and not intentions: irony and quotations mislead it. It should decide nothing about people by itself.',
  stream:
    'For rows like the latest that it learnt from: it forgets what came before, and follows what changes. Columns must be those it was trained with, in their order.',
  image:
    'For pictures like those it was trained on. It names one of its classes for any picture, also for one that shows none of them.',
  module: 'What its author says; nothing here has checked it.',
};

/** What it may be asked, and how that is written in JavaScript and in Python (bytes; null: its scripts are its author's). */
interface Asked {
  readonly type: string;
  readonly body: string;
  readonly bytes: string | null;
}

const ASKED: Readonly<Record<ModelKind, Asked>> = {
  mixture: {
    ...{ type: 'application/json', body: `JSON.stringify({ points: [[0, 0]] })` },
    bytes: `b'{"points": [[0, 0]]}'`,
  },
  text: { type: 'text/plain', body: `'A warm, funny film.'`, bytes: `'A warm, funny film.'.encode()` },
  stream: {
    ...{ type: 'application/json', body: 'JSON.stringify({ X: [row] })' },
    bytes: `json.dumps({'X': [row]}).encode()`,
  },
  image: { type: 'image/png', body: 'file', bytes: `open('picture.png', 'rb').read()` },
  module: { type: 'application/json', body: 'JSON.stringify(input)', bytes: null },
};

/** What it takes beside NumPy. */
const NEEDED: Readonly<Partial<Record<ModelKind, string>>> = { image: ' and Pillow' };

function usage({ id, kind }: LibraryModel): string {
  const { type, body, bytes } = ASKED[kind];
  const rest = [
    'In the console of the page, or from any page of its origin:',
    [
      '```js',
      `await fetch('api/models/${id}/predict', {`,
      `  method: 'POST', headers: { 'Content-Type': '${type}' }, body: ${body},`,
      '}).then((answer) => answer.json());',
      '```',
    ].join('\n'),
  ];
  if (bytes === null) return rest.join('\n\n');
  const python = [
    `In Python, in the folder of the unpacked archive, with NumPy${NEEDED[kind] ?? ''} installed:`,
    [
      '```python',
      ...(kind === 'stream' ? ['import json'] : []),
      'import serve',
      "model = serve.load('.')",
      `body = ${bytes}`,
      `data = serve.deserialize(body, '${type}')`,
      'answer, kind = serve.serialize(serve.predict(data, model))',
      'print(answer.decode())',
      '```',
    ].join('\n'),
  ];
  return [...rest, ...python].join('\n\n');
}

function origin({ origin, run, parent }: LibraryModel): string {
  const from = parent === null ? '' : ` It goes on from the model ${parent}.`;
  switch (origin) {
    case 'shipped':
      return 'It comes with the app.';
    case 'run':
      return `It was made by the run ${run}.${from}`;
    case 'imported':
      return 'It was imported.';
    default:
      return `It was made on this device.${from}`;
  }
}

function shown(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(6)));
}
