// What goes wrong in a step of a module, as data: anything can be thrown, and asking it what it is can throw again.

import type { SandboxStep, StepFailure } from '../../wire/sandbox';

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

export function failureOf(error: unknown, step: SandboxStep): PlainFailure {
  if (!(error instanceof StepError)) return thrown(error, step);
  if (error.why === 'threw') return thrown(error.thrown, error.step);
  return { step: error.step, why: error.why, name: '', message: error.message, stack: '' };
}

const MOST = { name: 200, message: 10_000, stack: 20_000 };

function thrown(error: unknown, step: SandboxStep): PlainFailure {
  const name = part(error, 'name') || 'Error';
  const message = part(error, 'message') || (typeof error === 'object' && error !== null ? '' : textOf(error));
  const unread = step === 'deserialize' && name === 'UnsupportedType';
  return {
    step,
    why: unread ? 'unsupported type' : part(error, 'reason') === 'too-large' ? 'size' : 'threw',
    name: name.slice(0, MOST.name),
    message: message.slice(0, MOST.message),
    stack: part(error, 'stack').slice(0, MOST.stack),
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
