// Overrides on start: `trainer.epochs=3`, `model.filters=[8, 16]`, `data.dataset=null`. The key is a path of dots, a number
// in it the position in a list; the value is YAML, as it would stand in the file.

import { type ConfigProblem, failed, type Outcome, type Path } from './problem';
import { type Plain, type PlainObject, readYaml } from './yaml';

export interface Override {
  readonly path: Path;
  readonly value: Plain;
  /** As it was given. */
  readonly text: string;
}

const MAX_OVERRIDES = 100;
const MAX_STEPS = 10;

export function readOverrides(texts: readonly string[]): Outcome<{ readonly overrides: readonly Override[] }> {
  if (texts.length > MAX_OVERRIDES) return failed([problem([], `At most ${MAX_OVERRIDES} overrides are accepted.`)]);
  const overrides: Override[] = [];
  const problems: ConfigProblem[] = [];
  for (const text of texts) {
    const split = text.indexOf('=');
    const path = text.slice(0, Math.max(0, split)).trim().split('.');
    if (split < 0 || path.length > MAX_STEPS || path.some((step) => step === '')) {
      const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
      problems.push(problem([], `The override “${shown}” must be key=value, such as trainer.epochs=3.`));
      continue;
    }
    const read = readYaml(text.slice(split + 1));
    if (read.ok) overrides.push({ path, value: read.value, text });
    else
      problems.push(
        problem(path, `The value of the override ${path.join('.')} is not readable: ${read.problems[0].message}`),
      );
  }
  return problems.length > 0 ? failed(problems) : { ok: true, overrides };
}

/** The value with the overrides in it; what is given stays as it is. */
export function applyOverrides(value: Plain, overrides: readonly Override[]): Outcome<{ readonly value: Plain }> {
  let result = value;
  for (const override of overrides) {
    const next = withValue(result, override.path, override.value);
    if (next === undefined) {
      const message = `The override ${override.path.join('.')} does not fit: a list has entries 0, 1, … and no keys.`;
      return failed([problem(override.path, message)]);
    }
    result = next;
  }
  return { ok: true, value: result };
}

/** Whether an override says something about this place, or about one above or below it. */
export function concerns(override: Override, path: Path): boolean {
  const length = Math.min(override.path.length, path.length);
  return override.path.slice(0, length).every((step, i) => String(step) === String(path[i]));
}

/** Copies what lies on the path, and makes sections where there are none; undefined where a list has no such entry. */
function withValue(here: Plain | undefined, path: Path, value: Plain): Plain | undefined {
  if (path.length === 0) return value;
  const [step, ...below] = path;
  if (Array.isArray(here)) {
    const index = /^\d{1,6}$/.test(String(step)) ? Number(step) : -1;
    if (index < 0 || index > here.length) return undefined;
    const inner = withValue(here[index], below, value);
    return inner === undefined ? undefined : [...here.slice(0, index), inner, ...here.slice(index + 1)];
  }
  const object: PlainObject = Object.assign(Object.create(null), typeof here === 'object' ? here : null);
  const inner = withValue(Object.hasOwn(object, step) ? object[step] : undefined, below, value);
  if (inner === undefined) return undefined;
  object[step] = inner;
  return object;
}

function problem(path: Path, message: string): ConfigProblem {
  return { line: null, column: null, path, message };
}
