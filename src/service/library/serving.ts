// Runs a module for one question: deserialize, predict, serialize, with the errors that the wire knows.

import type { InferenceModule, ModelDir } from '../../ml/modules';
import { ServiceError } from '../../wire/errors';
import type { PredictAnswer, PredictRequest } from '../../wire/library';
import { invalid, messageOf } from '../errors';

/**
 * @throws ServiceError 'unsupported_type' and 'not_acceptable' as the module says, 'invalid' for an input that is wrong
 */
export async function serveWith<Model, Input, Output>(
  module: InferenceModule<Model, Input, Output>,
  dir: ModelDir,
  { bytes, content_type, accepted }: PredictRequest,
): Promise<PredictAnswer> {
  const model = await inWords('model', () => module.load(dir));
  const input = await inWords('body', () => module.deserialize(bytes, content_type));
  const output = await inWords('body', () => module.predict(input, model));
  const answer = await module.serialize(output, accepted);
  if (answer) return { bytes: answer.bytes, content_type: answer.contentType };
  throw new ServiceError('not_acceptable', `This model does not answer in ${accepted}.`, [
    { field: 'accept', message: `none of ${accepted} can be written` },
  ]);
}

/** What goes wrong with an input or a file is its sender's to know: 'invalid', naming the field. */
export async function inWords<T>(field: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const message = messageOf(error);
    // The name counts, not the class: scripts run elsewhere.
    if (error instanceof Error && error.name === 'UnsupportedType') throw new ServiceError('unsupported_type', message);
    throw invalid(fieldOf(error) ?? field, message);
  }
}

/** Errors of archives, models and formats name what is at fault. */
function fieldOf(error: unknown): string | null {
  const { entry, field } = Object(error) as { entry?: unknown; field?: unknown };
  return [field, entry].find((name): name is string => typeof name === 'string' && name !== '') ?? null;
}
