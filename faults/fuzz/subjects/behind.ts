// Parsers behind the service: what is refused must leave the store as it was.

import type { Rng } from '../../../src/ml/rng';
import { ServiceError } from '../../../src/wire/errors';
import { changedTar, changedZip } from '../mutate/archives';
import { encode, pick } from '../mutate/bytes';
import { changedFiles, type FileSet } from '../mutate/files';
import { changedJson, changedJsonBytes } from '../mutate/json';
import { changedPicture } from '../mutate/sealed';
import { changedText, encoded } from '../mutate/text';
import {
  archiveFiles,
  CONFIG_TEXT,
  imageFolder,
  mixtureFiles,
  modelFileSets,
  pictures,
  STREAM_TEXT,
  TABLES,
  textFolder,
} from '../samples';
import type { Input, Store, Subject } from '../types';
import { digest, folderOf, importTexts, takeImages, theWorld, type World } from '../world';
import { bytesInput, filesInput, valueInput } from './input';

const SERVICE = ['ServiceError'];
/** Inputs that are accepted before all is put back. */
const PUT_BACK_AFTER = 25;

/** Puts everything back now and then: what is accepted is kept, and would pile up. */
export function storeOf({ service, base }: World): Store {
  let accepted = 0;
  return {
    digest,
    async tidy() {
      accepted += 1;
      await service.flush();
      if (accepted % PUT_BACK_AFTER === 0) await service.data.restore(base);
    },
  };
}

type Make = (rng: Rng) => Input;

function behind(
  name: string,
  reads: string,
  prepare: () => Make | Promise<Make>,
  read: (world: World, input: Input) => Promise<unknown>,
): Subject {
  return {
    name,
    reads,
    stored: true,
    async open() {
      const [make, world] = [await prepare(), await theWorld()];
      await world.service.data.restore(world.base);
      return { make, errors: SERVICE, store: storeOf(world), read: async (input) => void (await read(world, input)) };
    },
  };
}

const file = ({ value }: Input, name: string) =>
  ({ kind: 'file', name, file: new Blob([(value as Uint8Array).slice()]) }) as const;

const tables: Make = (rng) => {
  const kind = pick(['csv', 'json', 'jsonl'] as const, rng);
  const bytes = pick(TABLES[kind], rng);
  if (kind === 'json') return bytesInput(changedJsonBytes(bytes, rng));
  return bytesInput(encoded(changedText(new TextDecoder().decode(bytes), rng), rng));
};

async function importOne({ service }: World, input: Input, name: string): Promise<void> {
  const source = file(input, name);
  await service.datasets.peek(source).catch(refusedOnly);
  await importTexts(service, source);
}

/** A peek may refuse, too, by the same errors. */
function refusedOnly(error: unknown): void {
  if (!(error instanceof ServiceError) || error.code === 'internal') throw error;
}

/** Gone again at once: some files are kept at most, and the next would be refused for that. */
async function keepStreamFile({ service }: World, input: Input): Promise<void> {
  const { id } = await service.stream.addFile('fuzzed.csv', file(input, 'f').file);
  await service.stream.removeFile(id);
}

const folder =
  (known: FileSet): Make =>
  (rng) =>
    filesInput(changedFiles(known, rng));

async function readConfig({ service }: World, { value }: Input): Promise<void> {
  const { text, override, line, column } = value as ConfigInput;
  const checked = await service.configs.check(text, [override]);
  await service.configs.complete(text, line, column);
  const id = await service.configs.save({ id: null, file_name: 'fuzzed.yaml', text });
  await service.configs.read(id);
  await service.configs.duplicate(id).then((copy) => service.configs.remove(copy), refusedOnly);
  await service.configs.remove(id);
  if (!checked.ok && checked.problems.length === 0) throw new Error('It is refused without a reason.');
}

interface ConfigInput {
  readonly text: string;
  readonly override: string;
  readonly line: number;
  readonly column: number;
}

const configs: Make = (rng) => {
  const text = changedText(pick([CONFIG_TEXT, STREAM_TEXT], rng), rng);
  const override = rng.integer(2) === 0 ? 'seed=1' : changedText('trainer.epochs=3', rng);
  const lines = text.split('\n').length;
  return valueInput({ text, override, line: 1 + rng.integer(lines + 2), column: 1 + rng.integer(20) }, text);
};

/** A model as people bring it: an archive, a zip, a folder, the JSON of a mixture. */
async function models(): Promise<Make> {
  const known = await modelFileSets();
  const archives = archiveFiles();
  const mixtures = mixtureFiles().flatMap((files) => files.get('mixture.json') ?? []);
  return (rng) => {
    switch (rng.integer(4)) {
      case 0:
        return bytesInput(changedTar(pick([...archives, ...known], rng), rng));
      case 1:
        return bytesInput(changedZip(pick(known, rng), rng));
      case 2:
        return bytesInput(encode(changedJson(JSON.parse(new TextDecoder().decode(pick(mixtures, rng))), rng)));
      default:
        return filesInput(changedFiles(pick(known, rng), rng));
    }
  };
}

async function importModel({ service }: World, input: Input): Promise<void> {
  const files = input.value instanceof Map ? (input.value as FileSet) : null;
  const listed = files && [...files].map(([path, bytes]) => ({ path, file: new Blob([bytes.slice()]) }));
  const source = listed ? ({ kind: 'files', name: 'folder', files: listed } as const) : file(input, 'model');
  await service.library.inspect(source);
  const id = await service.library.import(source, 'Fuzzed');
  await service.library.detail(id);
}

const ROWS = [
  [0, 1],
  [4, 4],
];

/** What a mixture is asked: bytes, and what the headers say. */
const questions: Make = (rng) => {
  const json = encode(changedJson(pick([ROWS, { points: ROWS }], rng), rng));
  const bytes = rng.integer(3) === 0 ? encoded(changedText('x,y\n0,1\n4,4\n', rng), rng) : json;
  const types = ['application/json', 'text/csv', 'application/octet-stream', 'text/html', '', ';', 'a/b;q=x', '*/*'];
  const [content_type, accepted] = [pick(types, rng), pick([...types, 'text/*;q=0.5, application/json;q=0'], rng)];
  return valueInput(
    { bytes, content_type, accepted },
    `${content_type} ${accepted} ${new TextDecoder().decode(bytes)}`,
  );
};

async function ask({ service }: World, { value }: Input): Promise<void> {
  const model = (await service.library.list()).find(({ kind }) => kind === 'mixture');
  if (!model) throw new Error('There is no mixture to ask.');
  await service.library.predict(model.id, value as Parameters<typeof service.library.predict>[1]);
}

const metrics: Make = (rng) => {
  const text = new TextDecoder().decode(pick(TABLES.metrics, rng));
  return bytesInput(encoded(changedText(text, rng), rng));
};

async function look({ service }: World, input: Input): Promise<void> {
  const model = (await service.library.list()).find(({ kind }) => kind === 'image');
  if (!model) throw new Error('There is no image model to ask.');
  await service.images.predict({ model: model.id, explain: false, from: 'file', file: file(input, 'p').file });
}

export const BEHIND: readonly Subject[] = [
  behind(
    'texts-table',
    'tables of texts, imported as a dataset',
    () => tables,
    (world, input) => importOne(world, input, 't'),
  ),
  behind(
    'texts-tar',
    'tar and tar.gz of texts, imported',
    () => (rng) => bytesInput(changedTar(textFolder(), rng)),
    (world, input) => importOne(world, input, 't.tar.gz'),
  ),
  behind(
    'texts-zip',
    'zip of texts, imported',
    () => (rng) => bytesInput(changedZip(textFolder(), rng)),
    (world, input) => importOne(world, input, 't.zip'),
  ),
  behind(
    'texts-folder',
    'folders of texts, imported',
    () => folder(textFolder()),
    ({ service }, { value }) => importTexts(service, folderOf(value as FileSet)),
  ),
  behind(
    'images-folder',
    'folders of pictures, taken',
    () => folder(imageFolder()),
    ({ service }, { value }) => takeImages(service, folderOf(value as FileSet)),
  ),
  behind(
    'images-archive',
    'zip and tar.gz of pictures, taken',
    () => (rng) => bytesInput(rng.integer(2) ? changedZip(imageFolder(), rng) : changedTar(imageFolder(), rng)),
    ({ service }, input) => takeImages(service, file(input, 'd.zip')),
  ),
  behind('config', 'configurations in YAML: checked, completed, kept, copied', () => configs, readConfig),
  behind('model', 'models: archives, zips, folders, JSON; looked at, imported, opened', models, importModel),
  behind('question', 'what a mixture is asked, by content type', () => questions, ask),
  behind(
    'metrics',
    'metrics.csv of PyTorch Lightning, imported as a run',
    () => metrics,
    ({ service }, input) => service.runs.importCsv('Fuzzed', file(input, 'm').file),
  ),
  behind('stream-file', 'tables kept for the stream', () => tables, keepStreamFile),
  behind(
    'picture',
    'one picture, shown to an image model',
    () => (rng) => bytesInput(changedPicture(pick(pictures(), rng), rng)),
    look,
  ),
];
