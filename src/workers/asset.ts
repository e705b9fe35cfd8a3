// Files that ship with the app, fetched from its own origin: from the precache, offline too.

/** @param path from the app's root: 'configs/experiment/mixture.yaml' */
export async function browserAsset(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`${ROOT}${path}`, import.meta.url));
  if (!response.ok) throw new Error(`The file ${path} could not be loaded (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Built scripts lie in a folder of their own; sources are served from the root. */
const ROOT = import.meta.env.DEV ? '/' : '../';
