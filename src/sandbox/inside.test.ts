// What the sandbox's own part does with a module: its folder, its log, its answers, its errors.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type LogEvent, readEvents } from '../ml/logs';
import { CONTENT_SECURITY_POLICY, SANDBOX_FRAME_HASH } from '../wire/csp';
import type { ModelFile } from '../wire/library';
import type { SandboxReport } from '../wire/sandbox';
import { parseReport } from '../wire/sandbox-schemas';
import { FRAME_DOCUMENT, FRAME_SCRIPT } from './frame';
import { ownStack } from './inside/stack';
import { SANDBOX_LIMITS } from './limits';
import { LineLimiter } from './lines';
import { linkModule } from './link';
import { TEMPLATE } from './template';
import { type FakeWorker, filesOf, startModule } from './worker.fixture';

const texts = (files: Readonly<Record<string, string>>) => new Map(Object.entries(files));

async function open(files: Readonly<Record<string, string>>, script = Object.keys(files)[0]!) {
  return { worker: startModule(await linkModule(texts(files), script)) };
}

async function train(files: Readonly<Record<string, string>>, args: readonly string[] = [], maxBytes = 1000) {
  const { worker } = await open(files);
  const dir = { tensorBoardEnabled: true, tensorBoardDir: 'logs' };
  worker.send({ kind: 'train', files: filesOf(files), args, maxBytes, ...dir });
  const { report, blobs } = await worker.next();
  return { worker, report, blobs };
}

/** What it said of an error. */
async function failure(files: Readonly<Record<string, string>>): Promise<Extract<SandboxReport, { kind: 'failed' }>> {
  const { report } = await train(files);
  if (report.kind !== 'failed') throw new Error(`It ${report.kind}.`);
  return report;
}

describe('training', () => {
  it('gives arguments, options and files, and hands out what was written', async () => {
    const { report, blobs, worker } = await train(
      {
        'train.ts': `
          import { text } from './text.js';
          export async function train(dir: any, args: string[], { logger, ...options }: any): Promise<void> {
            logger.log('one'); logger.log('two', { end: '' }); logger.log(3, { level: 'DEBUG' });
            const old = new TextDecoder().decode(await dir.read('data/old.txt'));
            await dir.write('new/a.json', text({ args, options, old, paths: await dir.list() }));
            await dir.write('data/old.txt', text('x'));
            await dir.write('data/old.txt', text('changed'));
          }`,
        'text.ts': 'export const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));',
        'data/old.txt': 'before',
      },
      ['--epochs', '3'],
    );
    expect(report).toEqual({ kind: 'trained', paths: ['new/a.json', 'data/old.txt'] });
    expect(JSON.parse(await blobs[0]!.text())).toEqual({
      args: ['--epochs', '3'],
      options: { tensorBoardEnabled: true, tensorBoardDir: 'logs' },
      old: 'before',
      paths: ['data/old.txt', 'text.ts', 'train.ts'],
    });
    expect(await blobs[1]!.text()).toBe('"changed"');
    expect(worker.log).toEqual(['one', 'twoDEBUG: 3']);
  });

  it('tells every few seconds what was written since, all of it, from a loop that never pauses as well', async () => {
    const { worker, report, blobs } = await train({
      'train.js': `
        const bytes = (text) => new TextEncoder().encode(text);
        export async function train(dir) {
          const clock = Date.now;
          await dir.write('a', bytes('1'));
          await dir.write('b', bytes('1'));
          await dir.write('a', bytes('2'));
          Date.now = () => clock() + 3000;
          await dir.write('c', bytes('1'));
          Date.now = clock;
          await dir.write('d', bytes('1'));
        }`,
    });
    expect(report).toEqual({ kind: 'so far', paths: ['a', 'b', 'c'] });
    expect(await Promise.all(blobs.map((blob) => blob.text()))).toEqual(['2', '1', '1']);
    expect((await worker.next()).report).toEqual({ kind: 'trained', paths: ['a', 'b', 'c', 'd'] });
  });

  it('waits for what scripts await at their top level', async () => {
    const { report } = await train({
      'train.js':
        "import { late } from './late.js'; if (late !== 1) throw new Error('too early'); export const train = () => {};",
      'late.js': 'await new Promise((resolve) => setTimeout(resolve, 5)); export const late = 1;',
    });
    expect(report.kind).toBe('trained');
  });

  it.each([
    ['../x', 'leaves its folder'],
    ['/etc/passwd', 'is absolute'],
    ['a/../../x', 'leaves its folder'],
    ['a\\\\b', 'has a backslash'],
    ['', 'is empty'],
  ])('refuses to write “%s”', async (path, why) => {
    const report = await failure({
      'train.js': `export const train = (dir) => dir.write('${path}', new Uint8Array(1));`,
    });
    expect(report).toMatchObject({ step: 'train', why: 'threw', name: 'ArchiveError' });
    expect(report.message).toContain(why);
  });

  it('refuses more bytes than it may write, counting what is replaced once', async () => {
    const write = (path: string, size: number) => `await dir.write('${path}', new Uint8Array(${size}));`;
    const body = (...writes: string[]) => ({ 'train.js': `export async function train(dir) { ${writes.join('')} }` });
    expect((await train(body(write('a', 900), write('a', 1000)))).report.kind).toBe('trained');
    expect(await failure(body(write('a', 900), write('b', 101)))).toMatchObject({ why: 'size' });
  });

  it.each([
    ["'text'", 'as a Uint8Array'],
    ['[1, 2]', 'as a Uint8Array'],
  ])('refuses to write %s', async (value, why) => {
    const report = await failure({ 'train.js': `export const train = (dir) => dir.write('a', ${value});` });
    expect(report.message).toContain(why);
  });
});

describe('errors', () => {
  it('name the file and the line that the module has', async () => {
    const files = {
      'train.ts': "import { fit } from './fit';\n\nexport function train() {\n  fit();\n}",
      'fit.ts': "type A = 1;\nexport function fit() {\n  throw new RangeError('no rows');\n}",
    };
    const { report } = await train(files);
    if (report.kind !== 'failed') throw new Error('It did not fail.');
    expect(report).toMatchObject({ step: 'train', why: 'threw', name: 'RangeError', message: 'no rows' });
    expect(report.stack).toBe('    at fit (fit.ts:3)\n    at train (train.ts:4)');
  });

  it('are read in other browsers’ stacks too', () => {
    const names = new Map([['blob:null/1-2', 'a.js']]);
    const stack = 'fit@blob:null/1-2:3:5\n@blob:null/1-2:1:1\nours@blob:null/3:2:1\n';
    expect(ownStack(stack, names)).toBe('    at fit (a.js:3)\n    at a.js:1');
  });

  it.each([
    ['throw null', 'null'],
    ['throw "words"', 'words'],
    ['throw { message: "said" }', 'said'],
    ['throw new Proxy({}, { get() { throw 1; } })', ''],
  ])('may be anything: %s', async (statement, message) => {
    expect(await failure({ 'train.js': `export function train() { ${statement}; }` })).toMatchObject({
      why: 'threw',
      message,
    });
  });

  it('at the top level and of what is not exported are told apart', async () => {
    expect(await failure({ 'train.js': 'missing();' })).toMatchObject({ step: 'import', name: 'ReferenceError' });
    const report = await failure({ 'train.js': 'export function fit() {}' });
    expect(report).toMatchObject({ step: 'import', why: 'answer' });
    expect(report.message).toBe('The script must export a function “train”; it exports “fit”.');
  });

  it('in a script that cannot be read name it', async () => {
    const report = await failure({
      'train.js': "import './a.js'; export function train() {}",
      'a.js': 'let a; let a;',
    });
    expect(report).toMatchObject({ step: 'import', name: 'SyntaxError', stack: '    at a.js' });
  });
});

const SERVING = `
  export const load = async (dir) => JSON.parse(new TextDecoder().decode(await dir.read('model.json')));
  export const deserialize = (bytes, type) => {
    if (type !== 'application/json') throw Object.assign(new Error('Only JSON.'), { name: 'UnsupportedType' });
    return JSON.parse(new TextDecoder().decode(bytes));
  };
  export const predict = (input, model) => input * model.factor;
  export const serialize = (output, accepted) => accepted === 'text/csv' ? null
    : { bytes: new TextEncoder().encode(String(output)), contentType: 'application/json' };`;

describe('serving', () => {
  async function served(changes = ''): Promise<{ worker: FakeWorker; first: SandboxReport }> {
    const source = changes ? SERVING.replace(/export const serialize[^;]*;/, changes) : SERVING;
    const files = { 'serve.js': source, 'model.json': '{"factor": 3}' };
    const { worker } = await open(files);
    worker.send({ kind: 'load', files: filesOf(files) });
    return { worker, first: (await worker.next()).report };
  }
  const ask = (worker: FakeWorker, text = '14', contentType = 'application/json', accepted = '*/*') => {
    worker.send({ kind: 'predict', id: 1, input: new Blob([text]), contentType, accepted });
    return worker.next();
  };

  it('answers, time after time', async () => {
    const { worker, first } = await served();
    expect(first).toEqual({ kind: 'loaded' });
    for (const [input, output] of [
      ['14', '42'],
      ['-1', '-3'],
    ] as const) {
      const { report, blobs } = await ask(worker, input);
      expect(report).toEqual({ kind: 'answer', id: 1, contentType: 'application/json' });
      expect(await blobs[0]!.text()).toBe(output);
    }
  });

  it('tells what is not read, not written, and wrong', async () => {
    const { worker } = await served();
    const failed = async (...args: [string, string, string?]) => (await ask(worker, ...args)).report;
    expect(await failed('14', 'image/png')).toMatchObject({ id: 1, why: 'unsupported type', message: 'Only JSON.' });
    expect(await failed('14', 'application/json', 'text/csv')).toMatchObject({ id: 1, why: 'not acceptable' });
    expect(await failed('{', 'application/json')).toMatchObject({
      step: 'deserialize',
      why: 'threw',
      name: 'SyntaxError',
    });
    expect((await ask(worker)).report.kind).toBe('answer');
  });

  it.each([
    ['42', 'not a number'],
    ['undefined', 'not nothing'],
    ["{ bytes: 'text', contentType: 'a/b' }", 'a Uint8Array'],
    ['{ bytes: new Uint8Array(1) }', 'its content type'],
    ["{ bytes: new Uint8Array(1), contentType: 'a\\\\nb' }", 'its content type'],
  ])('refuses what serialize returns: %s', async (value, words) => {
    const { worker } = await served(`export const serialize = () => (${value});`);
    const { report } = await ask(worker);
    expect(report).toMatchObject({ kind: 'failed', step: 'serialize', why: 'answer' });
    if (report.kind === 'failed') expect(report.message).toContain(words);
  });

  it('needs all four functions', async () => {
    const { first } = await served('');
    expect(first.kind).toBe('loaded');
    const lacking = await served('const serialize = 1;');
    expect(lacking.first).toMatchObject({ why: 'answer', step: 'import' });
  });
});

describe('limits of the log', () => {
  it('are so many lines a second, each so long', () => {
    let now = 0;
    const limiter = new LineLimiter(() => now);
    const many = Array.from({ length: SANDBOX_LIMITS.logLinesPerSecond - 1 }, () => 'x');
    expect(limiter.admit(many).left).toBe(0);
    expect(limiter.admit(['a', 'b', 'c'])).toEqual({ lines: ['a'], left: 2 });
    now = 1000;
    const { lines, left } = limiter.admit(['y'.repeat(9999)]);
    expect(left).toBe(0);
    expect(lines[0]).toHaveLength(SANDBOX_LIMITS.logLineLength + 1);
  });

  it('hold in a loop that never pauses, in few messages', async () => {
    const { worker } = await train({
      'train.js': 'export function train(dir, args, { logger }) { for (let i = 0; i < 50000; i++) logger.log(i); }',
    });
    expect(worker.log.length).toBeLessThan(50_000);
    expect(worker.log[0]).toBe('0');
  });
});

describe('the template', () => {
  const files = Object.fromEntries(TEMPLATE.map(({ path, text }) => [path, text]));

  it('trains, draws and serves', async () => {
    const linked = await linkModule(texts(files), 'train.js');
    const worker = startModule(linked);
    const dir = { tensorBoardEnabled: true, tensorBoardDir: 'tb' };
    worker.send({ kind: 'train', files: filesOf(files), args: ['--epochs', '100'], maxBytes: 1e6, ...dir });
    const told = [await worker.next()];
    while (told.at(-1)!.report.kind === 'events') told.push(await worker.next());
    const { report, blobs } = told.at(-1)!;
    if (report.kind !== 'trained') throw new Error(JSON.stringify(report));
    expect(report.paths).toHaveLength(2);

    const board = report.paths.findIndex((path) => path.startsWith('tb/'));
    const { events } = readEvents(new Uint8Array(await blobs[board]!.arrayBuffer()));
    const losses = events.flatMap(({ step, values }: LogEvent) =>
      values.flatMap((value) => (value.kind === 'scalar' ? [[value.tag, step, value.value] as const] : [])),
    );
    expect(losses.map(([tag, step]) => `${tag} ${step}`)).toEqual(
      Array.from({ length: 100 }, (_, i) => `loss ${i + 1}`),
    );
    expect(losses.at(-1)![2]).toBeLessThan(0.1);

    const served = startModule(await linkModule(texts(files), 'serve.js'));
    const model = { path: 'model.json', file: blobs[report.paths.indexOf('model.json')]! };
    served.send({ kind: 'load', files: [...filesOf(files), model] });
    expect((await served.next()).report).toEqual({ kind: 'loaded' });
    served.send({ kind: 'predict', id: 1, input: new Blob(['2,1']), contentType: 'text/csv', accepted: 'text/csv' });
    const answer = await served.next();
    expect(answer.report).toMatchObject({ kind: 'answer', contentType: 'text/csv' });
    // data.csv was made as 3 a − 2 b + 4, with noise of deviation 0.2.
    expect(Math.abs(Number(await answer.blobs[0]!.text()) - 8)).toBeLessThan(0.3);
  });

  it('goes on from what an interrupted training had left, to the same end, and begins anew after its end', async () => {
    const trained = async (left: readonly ModelFile[], args = ['--epochs', '100']) => {
      const worker = startModule(await linkModule(texts(files), 'train.js'));
      const dir = { tensorBoardEnabled: false, tensorBoardDir: 'tb' };
      worker.send({ kind: 'train', files: [...filesOf(files), ...left], args, maxBytes: 1e6, ...dir });
      const { blobs } = await worker.next();
      return { model: JSON.parse(await blobs[0]!.text()), log: worker.log };
    };
    const whole = await trained([]);
    expect(whole.model.trained).toEqual({ epoch: 100, epochs: 100, rate: 0.1, data: 'data.csv' });
    const { model: short } = await trained([], ['--epochs', '40']);
    const half = { ...short, trained: { ...short.trained, epochs: 100 } };
    const again = await trained(filesOf({ 'model.json': JSON.stringify(half) }));
    expect(again.log).toContain('going on after epoch 40');
    expect(again.log.at(-1)).toBe(whole.log.at(-1));
    expect(again.model).toEqual(whole.model);
    const anew = await trained(filesOf({ 'model.json': JSON.stringify(whole.model) }));
    expect(anew).toEqual(whole);
  });
});

describe('a report', () => {
  it('of more lines or paths than an honest one has is none', () => {
    const log = (n: number) => JSON.stringify({ kind: 'log', lines: new Array(n).fill(''), left: 0 });
    expect(parseReport(log(2000))).toMatchObject({ kind: 'log' });
    expect(parseReport(log(20_000))).toBeNull();
    expect(parseReport(JSON.stringify({ kind: 'trained', paths: new Array(20_000).fill('a') }))).toBeNull();
  });
});

describe('the frame', () => {
  it('has the script that the policy names, and no other', () => {
    const hash = createHash('sha256').update(FRAME_SCRIPT).digest('base64');
    expect(SANDBOX_FRAME_HASH).toBe(`sha256-${hash}`);
    expect(CONTENT_SECURITY_POLICY).toContain(`'${SANDBOX_FRAME_HASH}'`);
    expect(FRAME_SCRIPT).not.toContain('</script');
    expect(FRAME_DOCUMENT.match(/<script/g)).toHaveLength(1);
  });
});
