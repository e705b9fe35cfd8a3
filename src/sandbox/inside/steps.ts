// What goes wrong in a step of a module, as data: anything can be thrown, and asking it what it is can throw again.

import type { SandboxStep, StepFailure } from '../../wire/sandbox';
import { ownStack } from './stack';

export class StepError extends Error {
  constructor(
    readonly step: SandboxStep,
    readonly why: StepFailure,
    message: string,
    /** What the module threw, where it did. */
    readonly thrown?: unknown,
  ) {
    super(message);
  }
}

export interface PlainFailure {
  readonly step: SandboxStep;
  readonly why: StepFailure;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** @param names paths of the module's files by their addresses */
export function failureOf(error: unknown, step: SandboxStep, names: ReadonlyMap<string, string>): PlainFailure {
  if (!(error instanceof StepError)) return thrown(error, step, names);
  if (error.why === 'threw') return thrown(error.thrown, error.step, names);
  return { step: error.step, why: error.why, name: '', message: error.message, stack: '' };
}

/** What running a script's top level threw, and which. */
function atTopLevel(error: unknown): { error: unknown; path: string } | null {
  if (typeof error !== 'object' || error === null || !('path' in error) || !('error' in error)) return null;
  return { error: error.error, path: String(error.path) };
}

const MOST = { name: 200, message: 10_000, stack: 20_000 };

function thrown(given: unknown, step: SandboxStep, names: ReadonlyMap<string, string>): PlainFailure {
  const top = step === 'import' ? atTopLevel(given) : null;
  const error = top ? top.error : given;
  // A script that cannot be read has no stack.
  const stack = ownStack(part(error, 'stack'), names) || (top ? `    at ${top.path}` : '');
  const name = part(error, 'name') || 'Error';
  const message = part(error, 'message') || (typeof error === 'object' && error !== null ? '' : textOf(error));
  const unread = step === 'deserialize' && name === 'UnsupportedType';
  return {
    step,
    why: unread ? 'unsupported type' : part(error, 'reason') === 'too-large' ? 'size' : 'threw',
    name: name.slice(0, MOST.name),
    message: message.slice(0, MOST.message),
    stack: stack.slice(0, MOST.stack),
  };
}

function part(error: unknown, key: string): string {
  try {
    if (typeof error !== 'object' || error === null) return '';
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'a value without a text';
  }
}
