// What may be changed on start without opening the configuration: the fields that people change most, and lines for all
// others. An override is "trainer.epochs=3".

import type { ConfigKind, ConfigProblem, PlainConfig } from '../../../wire/configs';
import { TERMS } from '../../components/terms';

interface CommonField {
  readonly path: string;
  readonly word: string;
  /** The field's name for it, where it is another. */
  readonly term?: string;
}

const EPOCHS = { path: 'trainer.epochs', ...TERMS.epochs };
const RATE = { path: 'trainer.learning_rate', ...TERMS.learning_rate };
const BATCH = { path: 'trainer.batch_size', ...TERMS.batch_size };
const SEED = { path: 'seed', word: TERMS.seed.word };

export const COMMON_FIELDS: Readonly<Record<ConfigKind, readonly CommonField[]>> = {
  mixture: [
    { path: 'model.n_components', ...TERMS.n_components },
    { path: 'trainer.epochs', ...TERMS.iterations },
    SEED,
  ],
  text: [EPOCHS, RATE, BATCH, SEED],
  stream: [{ path: 'trainer.batches', word: 'Batches' }, RATE, BATCH, SEED],
  image: [EPOCHS, RATE, BATCH, SEED],
};

/** What the configuration says at a path, as a person would type it; '' where nothing stands. */
export function valueAt(config: PlainConfig, path: string): string {
  let here: unknown = config;
  for (const step of path.split('.')) {
    here = typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[step] : undefined;
  }
  if (here === null || here === undefined) return '';
  return typeof here === 'object' ? JSON.stringify(here) : String(here);
}

/** Fields that say something else than the configuration, and the lines as they are. A comma is a decimal point. */
export function overridesOf(
  config: PlainConfig,
  fields: Readonly<Record<string, string>>,
  lines: string,
): readonly string[] {
  const changed = Object.entries(fields)
    .map(([path, text]) => [path, text.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2')] as const)
    .filter(([path, text]) => text !== '' && text !== valueAt(config, path))
    .map(([path, text]) => `${path}=${text}`);
  return [...changed, ...lines.split('\n').map((line) => line.trim())].filter((line) => line !== '');
}

/** The problem of a field, if it has one; that it comes of the field goes without saying. */
export function problemAt(problems: readonly ConfigProblem[], path: string): string | null {
  const found = problems.find((problem) => problem.path.join('.') === path);
  return found?.message.replace(/ ?\(from the override .*\)$/, '') ?? null;
}

/** Problems that no field shows. */
export function problemsBeside(
  problems: readonly ConfigProblem[],
  fields: readonly CommonField[],
): readonly ConfigProblem[] {
  const shown = new Set(fields.map(({ path }) => path));
  return problems.filter((problem) => !shown.has(problem.path.join('.')));
}
