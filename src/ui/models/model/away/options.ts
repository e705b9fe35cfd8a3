// The options of `aimodellib package` as a form has them, and the request that they make.

import { PACKAGE_DEFAULTS, PACKAGE_NAME } from '../../../../ml/modules/package';
import type { ModelDetail, PackageRequest, Precision } from '../../../../wire/library';

export interface Options {
  readonly module: string;
  /** '': none. */
  readonly trainingScript: string;
  readonly servingScript: string;
  readonly logDirectory: string;
  readonly logNamingFormat: string;
  readonly enableTensorboard: boolean;
  readonly tensorboardDirectory: string;
  readonly output: string;
  /** In place of all but what comes after: the text of a manifest.json; '': none. */
  readonly manifest: string;
  /** By what Python serves it. */
  readonly python: NonNullable<PackageRequest['python']>;
}

/** A module keeps what its own manifest says. */
const AS_IT_CAME: Options = {
  ...{ module: '', trainingScript: '', servingScript: '', logDirectory: '', logNamingFormat: '' },
  ...{ enableTensorboard: false, tensorboardDirectory: '', output: PACKAGE_NAME, manifest: '' },
  python: 'numpy',
};

/** As the service has them where nothing is said. */
export function defaultsOf({ kind }: Pick<ModelDetail, 'kind'>): Options {
  if (kind === 'module') return AS_IT_CAME;
  return { ...PACKAGE_DEFAULTS, output: PACKAGE_NAME, manifest: '', python: 'numpy' };
}

export type Requested =
  | { readonly ok: true; readonly request: PackageRequest }
  /** The manifest's text is none. */
  | { readonly ok: false; readonly message: string };

/** Only what differs from the defaults is said: a module that came with a manifest keeps it. */
export function requestOf(options: Options, defaults: Options, precision: Precision): Requested {
  const { manifest, output, enableTensorboard, trainingScript, servingScript, python } = options;
  const beside = {
    output: output.trim(),
    ...(precision !== 'float32' && { precision }),
    ...(python !== defaults.python && { python }),
  };
  if (manifest.trim() !== '') {
    const read = manifestOf(manifest);
    return typeof read === 'string'
      ? { ok: false, message: read }
      : { ok: true, request: { ...beside, manifest: read } };
  }
  const changed = <K extends keyof Options>(name: K) => options[name] !== defaults[name];
  return {
    ok: true,
    request: {
      ...beside,
      ...(changed('module') && { module: options.module }),
      // ONNX answers, and does not learn: there is no such script then.
      ...(python === 'numpy' && changed('trainingScript') && { trainingScript: trainingScript.trim() || null }),
      ...(changed('servingScript') && { servingScript: servingScript.trim() || null }),
      ...(changed('logDirectory') && { logDirectory: options.logDirectory }),
      ...(changed('logNamingFormat') && { logNamingFormat: options.logNamingFormat }),
      ...(changed('enableTensorboard') && { enableTensorboard }),
      ...(changed('tensorboardDirectory') && { tensorboardDirectory: options.tensorboardDirectory }),
    },
  };
}

/** The object, or why it is none. */
function manifestOf(text: string): { readonly [key: string]: unknown } | string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    return 'A manifest is one object: {"module": …}.';
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
