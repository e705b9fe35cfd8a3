// What is wrong with a configuration, for people: where, what, and what is accepted.

import { type ErrorDetail, ServiceError } from '../../wire/errors';

/** Keys and positions in lists, from the top. */
export type Path = readonly (string | number)[];

export interface ConfigProblem {
  /** From 1; null where the problem is in an override, which the message then names. */
  readonly line: number | null;
  /** In UTF-16 units, from 1. */
  readonly column: number | null;
  readonly path: Path;
  /** A sentence. */
  readonly message: string;
}

export type Outcome<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The rest would only repeat them. */
export const PROBLEMS_LISTED = 20;

export function failed(problems: readonly ConfigProblem[]): { ok: false; problems: readonly ConfigProblem[] } {
  const inOrder = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  const listed = inOrder.slice(0, PROBLEMS_LISTED);
  return { ok: false, problems: listed.map((problem) => ({ ...problem, message: printable(problem.message, 1000) })) };
}

/** As the error that every door of the service knows. */
export function problemsAsError(
  problems: readonly ConfigProblem[],
  code: 'invalid' | 'malformed' = 'invalid',
): ServiceError {
  const details = problems.map(({ path, line, column, message }): ErrorDetail => {
    const place = line === null ? '' : ` (line ${line}, column ${column})`;
    return { field: path.join('.'), message: `${message}${place}` };
  });
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : '';
  return new ServiceError(code, `The configuration is not in order: ${details[0]?.message ?? ''}${more}`, details);
}

/** A value in a sentence, short whatever it is. */
export function naming(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a section of keys';
  if (typeof value !== 'string') return String(value);
  return `“${printable(value, 40)}”`;
}

/** Hostile text may be long, and hold what no screen shows. */
function printable(text: string, most: number): string {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text;
  return shown.replace(/\p{C}/gu, '\uFFFD');
}
