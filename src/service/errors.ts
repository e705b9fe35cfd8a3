// Errors from below, in the one type that crosses every border.

import { EngineLostError } from '../ml/gmm/engine';
import { MixtureError } from '../ml/gmm/errors';
import { QuotaExceededError, StorageUnavailableError } from '../storage/errors';
import { ServiceError } from '../wire/errors';

export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const message = messageOf(error);
  if (error instanceof MixtureError) return invalid(error.field, message);
  if (error instanceof QuotaExceededError) {
    return new ServiceError('quota', `${message} Delete saved models or points, or free some disk space.`);
  }
  if (error instanceof StorageUnavailableError || error instanceof EngineLostError) {
    return new ServiceError('unavailable', message);
  }
  return new ServiceError('internal', message);
}

/** What it says; anything may be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An input that cannot be accepted, with the field at fault. */
export function invalid(field: string, message: string): ServiceError {
  return new ServiceError('invalid', message, [{ field, message }]);
}

type AsyncMethods = Record<string, (...args: never[]) => Promise<unknown>>;

/** The same methods, rejecting with nothing but ServiceError. */
export function guarded<T extends { [K in keyof T]: (...args: never[]) => Promise<unknown> }>(methods: T): T {
  const wrapped: AsyncMethods = {};
  for (const [name, method] of Object.entries(methods as AsyncMethods)) {
    wrapped[name] = async (...args) => {
      try {
        return await method(...args);
      } catch (error) {
        throw toServiceError(error);
      }
    };
  }
  return wrapped as T;
}
