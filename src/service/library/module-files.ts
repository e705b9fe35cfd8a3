// Files of a module on their way into a sandbox and out of it: those of its folder, one list laid over another, and the log
// that is kept among them.

import { zoneAt } from '../../ml/logs';
import { ArchiveError, logPath, type Manifest, scriptPath } from '../../ml/modules';
import { quoted } from '../../ml/modules/errors';
import { isScript } from '../../ml/modules/paths';
import type { ModelFile } from '../../wire/library';
import { invalid } from '../errors';
import { checkTogether } from './paths';
import type { Files } from './source';

/**
 * Before it begins: a log that could not be kept at its end would take all else with it.
 * @throws ServiceError 'invalid' where the manifest puts it outside its folder, in place of a script or of the manifest,
 * or where no file can lie
 */
export function checkLog(manifest: Manifest, paths: Iterable<string>): void {
  const now = new Date();
  const log = inWordsOfPath(() => logPath(manifest, now, zoneAt(now)));
  if (
    isScript(log) ||
    log === scriptPath(manifest, 'trainingScript') ||
    log === scriptPath(manifest, 'servingScript')
  ) {
    throw invalid(
      'logNamingFormat',
      `The log would be kept as ${quoted(log)}, in place of a script. Name it otherwise.`,
    );
  }
  checkTogether([...paths, log]);
}

function inWordsOfPath<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ArchiveError) throw invalid(error.field ?? 'manifest', error.message);
    throw error;
  }
}

/** The second over the first: those of the same path in their place. */
export function laid(under: readonly ModelFile[], over: readonly ModelFile[]): readonly ModelFile[] {
  const paths = new Set(over.map(({ path }) => path));
  return [...under.filter(({ path }) => !paths.has(path)), ...over];
}

export function inFolder(files: Files, folder: string): ModelFile[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return [...files]
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, bytes]) => ({ path: path.slice(prefix.length), file: new Blob([bytes.slice()]) }));
}
