// How a question that a module did not answer is refused, in the words and by the codes of the service.

import { ServiceError } from '../../wire/errors';
import type { SandboxFailure } from '../../wire/sandbox';
import { stackOf } from './training';

export function errorOf(failure: SandboxFailure, message: string): ServiceError {
  switch (failure.kind) {
    case 'unsupported type':
      return new ServiceError('unsupported_type', message);
    case 'not acceptable':
      return new ServiceError('not_acceptable', message);
    case 'unavailable':
    case 'untaken':
    case 'lost':
    case 'stopped':
      return new ServiceError('unavailable', message);
    case 'threw':
      return new ServiceError('invalid', message, [{ field: failure.step, message: failure.stack || message }]);
    case 'script': {
      const stack = stackOf(failure);
      return new ServiceError('invalid', message, stack === '' ? [] : [{ field: 'import', message: stack }]);
    }
    default:
      return new ServiceError('invalid', message);
  }
}

/** With what it said before, for who wrote it. */
export function withLog(error: ServiceError, log: readonly string[] = []): ServiceError {
  if (log.length === 0) return error;
  return new ServiceError(error.code, error.message, [...error.details, { field: 'log', message: log.join('\n') }]);
}
