// Names of a model's layers, as short as they still tell.

/** Hugging Face's names without the parts in front that tell nothing apart. */
export function shortNames(names: readonly string[]): string[] {
  return names.map((name) => name.replace(/^(encoder\.)?bert\.(encoder\.)?/, ''));
}
