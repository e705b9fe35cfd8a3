// What runs in the sandbox's worker beside the user's module: takes commands, calls the module's functions, reports.

import type { Logger, ModelDir } from '../../ml/modules/protocol';
import type { SandboxCommand, SandboxReport, SandboxStep } from '../../wire/sandbox';
import { EVENTS_EVERY, SANDBOX_LIMITS } from '../limits';
import { moduleDir } from './dir';
import { type ModuleLog, moduleLog } from './log';
import { soFar } from './so-far';
import { failureOf, StepError } from './steps';

type Exports = Readonly<Record<string, unknown>>;

/** What the worker offers; taken before the module runs, which may overwrite it. */
export interface Surroundings {
  post(message: { text: string; blobs: readonly Blob[] }): void;
  onCommand(listener: (command: SandboxCommand) => void): void;
  /** Errors and rejections that nobody caught. */
  onUncaught(listener: (error: unknown) => void): void;
  /** Paths of the module's files by their addresses. */
  readonly names: ReadonlyMap<string, string>;
  /** Runs the top level of the module's scripts; rejects with `{ path, error }`. */
  evaluate(): Promise<Exports>;
  replaceConsole(logger: Logger): void;
}

export function start({ post, names, onCommand, onUncaught, evaluate, replaceConsole }: Surroundings): void {
  const report = (message: SandboxReport, blobs: readonly Blob[] = []) =>
    post({ text: JSON.stringify(message), blobs });
  const logger = moduleLog((lines, left) => report({ kind: 'log', lines, left }));
  const fail = (error: unknown, step: SandboxStep, id: number | null) => {
    logger.finish();
    report({ kind: 'failed', id, ...failureOf(error, step, names) });
  };
  replaceConsole(logger);
  onUncaught((error) => fail(error, 'later', null));
  let serving: Serving | null = null;

  onCommand((command) => {
    switch (command.kind) {
      case 'train':
        train(command, evaluate, logger, report).catch((error: unknown) => fail(error, 'train', null));
        break;
      case 'load':
        load(command, evaluate, logger).then(
          (loaded) => {
            serving = loaded;
            report({ kind: 'loaded' });
          },
          (error: unknown) => fail(error, 'load', null),
        );
        break;
      case 'predict': {
        const { id } = command;
        predict(command, serving, logger).then(
          ({ bytes, contentType }) => {
            logger.finish();
            report({ kind: 'answer', id, contentType }, [new Blob([bytes])]);
          },
          (error: unknown) => fail(error, 'predict', id),
        );
        break;
      }
    }
  });
}

async function train(
  command: Extract<SandboxCommand, { kind: 'train' }>,
  evaluate: () => Promise<Exports>,
  logger: ModuleLog,
  report: (message: SandboxReport, blobs?: readonly Blob[]) => void,
): Promise<void> {
  const { files, args, tensorBoardEnabled, tensorBoardDir, maxBytes } = command;
  const kept = soFar((paths, blobs) => report({ kind: 'so far', paths }, blobs));
  let last = Number.NEGATIVE_INFINITY;
  const onWrite = (path: string, bytes: Uint8Array<ArrayBuffer>) => {
    kept.wrote(path, bytes);
    // The latest ones come with all that was written, when it is done.
    if (!path.includes('tfevents') || Date.now() - last < EVENTS_EVERY) return;
    last = Date.now();
    report({ kind: 'events', path }, [new Blob([bytes])]);
  };
  const { dir, written } = await moduleDir(files, { bytes: maxBytes, files: SANDBOX_LIMITS.files }, onWrite);
  const run = functionOf(await at('import', evaluate), 'train');
  await at('train', () => run(dir, args, { tensorBoardEnabled, tensorBoardDir, logger }));
  kept.end();
  logger.finish();
  const { paths, blobs } = await written();
  report({ kind: 'trained', paths }, blobs);
}

interface Serving {
  readonly model: unknown;
  readonly functions: Readonly<Record<'deserialize' | 'predict' | 'serialize', ModuleFunction>>;
}

async function load(
  command: Extract<SandboxCommand, { kind: 'load' }>,
  evaluate: () => Promise<Exports>,
  logger: ModuleLog,
): Promise<Serving> {
  const exports = await at('import', evaluate);
  const run = functionOf(exports, 'load');
  const functions = {
    deserialize: functionOf(exports, 'deserialize'),
    predict: functionOf(exports, 'predict'),
    serialize: functionOf(exports, 'serialize'),
  };
  // Serving keeps nothing: what it writes it can read again, and no more.
  const limits = { bytes: SANDBOX_LIMITS.fileBytes, files: SANDBOX_LIMITS.files };
  const { dir } = await moduleDir(command.files, limits, () => {});
  const model = await at('load', () => run(dir satisfies ModelDir, logger));
  logger.finish();
  return { model, functions };
}

async function predict(
  { input, contentType, accepted }: Extract<SandboxCommand, { kind: 'predict' }>,
  serving: Serving | null,
  logger: ModuleLog,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; contentType: string }> {
  if (!serving) throw new StepError('predict', 'answer', 'Nothing was loaded.');
  const { model, functions } = serving;
  const bytes = new Uint8Array(await input.arrayBuffer());
  const asked = await at('deserialize', () => functions.deserialize(bytes, contentType, logger));
  const output = await at('predict', () => functions.predict(asked, model, logger));
  return answerOf(await at('serialize', () => functions.serialize(output, accepted, logger)), accepted);
}

/** What `serialize` returned, checked. */
function answerOf(value: unknown, accepted: string): { bytes: Uint8Array<ArrayBuffer>; contentType: string } {
  if (value === null) {
    throw new StepError('serialize', 'not acceptable', `The module writes no type that “${accepted}” accepts.`);
  }
  const wrong = (what: string) =>
    new StepError('serialize', 'answer', `“serialize” must return { bytes, contentType } or null, ${what}.`);
  if (typeof value !== 'object') throw wrong(`not ${value === undefined ? 'nothing' : `a ${typeof value}`}`);
  const bytes = 'bytes' in value ? value.bytes : undefined;
  const contentType = 'contentType' in value ? value.contentType : undefined;
  if (!(bytes instanceof Uint8Array)) throw wrong('and its bytes must be a Uint8Array');
  if (
    typeof contentType !== 'string' ||
    !/^[\w.+-]+\/[\w.+-]+(?:;.*)?$/.test(contentType) ||
    contentType.length > 255
  ) {
    throw wrong('and its content type a text like “application/json”');
  }
  if (bytes.length > SANDBOX_LIMITS.answerBytes) {
    throw new StepError(
      'serialize',
      'size',
      `The answer has ${bytes.length} bytes; ${SANDBOX_LIMITS.answerBytes} are the most.`,
    );
  }
  return { bytes: bytes.slice(), contentType };
}

type ModuleFunction = (...args: readonly unknown[]) => unknown;

function functionOf(exports: Exports, name: string): ModuleFunction {
  const value = exports[name];
  if (typeof value === 'function') return (...args) => value(...args);
  const found = Object.keys(exports).filter((key) => typeof exports[key] === 'function');
  const instead = found.length > 0 ? `it exports ${found.map((key) => `“${key}”`).join(', ')}` : 'it exports none';
  throw new StepError('import', 'answer', `The script must export a function “${name}”; ${instead}.`);
}

/** Runs a step; what it throws says which step it was. */
async function at<T>(step: SandboxStep, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StepError(step, 'threw', '', error);
  }
}
