// What a training is called with: one path, and options as "--name=value". The twin of ../../python/millrace/options.py.

/** How an option's text is read; null where it is none of what is accepted. */
interface Option<T> {
  readonly fallback: T;
  readonly accepted: string;
  read(text: string): T | null;
}

type Options = Readonly<Record<string, Option<unknown>>>;
type ValuesOf<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

export function whole<T extends number | undefined>(fallback: T, least = 1, most = 2 ** 32 - 1): Option<T | number> {
  const read = (text: string) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : null;
  };
  return { fallback, accepted: `a whole number of at least ${least}`, read };
}

/** 0 or more. */
export function real<T extends number | undefined>(fallback: T): Option<T | number> {
  const read = (text: string) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return value >= 0 && Number.isFinite(value) ? value : null;
  };
  return { fallback, accepted: 'a number of 0 or more', read };
}

export function oneOf<T extends string, F extends T | undefined>(known: readonly T[], fallback: F): Option<F | T> {
  const read = (text: string) => known.find((one) => one === text) ?? null;
  return { fallback, accepted: `one of ${known.join(', ')}`, read };
}

/**
 * @param what says what the path is, for people
 * @throws Error, in words, for options that are not known or values that are not accepted
 */
export function readArgs<O extends Options>(
  args: readonly string[],
  options: O,
  what: string,
): { readonly path: string; readonly options: ValuesOf<O> } {
  const paths = args.filter((arg) => !arg.startsWith('--'));
  const [path] = paths;
  if (path === undefined || paths.length > 1) throw new Error(`The first argument is ${what}.`);
  const values: Record<string, unknown> = {};
  for (const [name, { fallback }] of Object.entries(options)) values[name] = fallback;
  for (const arg of args.filter((one) => one.startsWith('--'))) {
    const end = arg.indexOf('=');
    const name = arg.slice(2, end < 0 ? undefined : end).replaceAll('-', '_');
    const text = end < 0 ? '' : arg.slice(end + 1);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) {
      const known = Object.keys(options).map((one) => `--${one}`);
      throw new Error(`--${name} is not known; ${known.join(', ')} are.`);
    }
    const value = option.read(text);
    if (value === null) throw new Error(`--${name} must be ${option.accepted}, not “${text}”.`);
    values[name] = value;
  }
  return { path, options: values as ValuesOf<O> };
}
