// Where a run's log goes: `logNamingFormat` filled in by the clock, in `logDirectory`.

import { strftime, type Zone } from '../logs';
import { ArchiveError, quoted } from './errors';
import type { Manifest } from './manifest';
import { joined, pathProblem, plainPath } from './paths';

/**
 * The log's path from the archive's root. A format may make folders ("%Y/%m.log"), but not leave the directory.
 * @throws ArchiveError ('path') that names the parameter at fault
 */
export function logPath(
  { logDirectory, logNamingFormat }: Pick<Manifest, 'logDirectory' | 'logNamingFormat'>,
  date: Date,
  zone?: Zone,
): string {
  const folder = plainPath(logDirectory);
  const problem = folder === '' ? null : pathProblem(folder);
  if (problem) throw refused('logDirectory', `The directory of logs ${quoted(logDirectory)} ${problem}.`);
  const name = strftime(logNamingFormat, date, zone);
  const wrong = pathProblem(name);
  if (wrong)
    throw refused('logNamingFormat', `${quoted(logNamingFormat)} names the log ${quoted(name)}, which ${wrong}.`);
  const path = joined(folder, name);
  const long = pathProblem(path);
  if (long) throw refused('logNamingFormat', `The log's path ${quoted(path)} ${long}.`);
  return path;
}

function refused(field: string, message: string): ArchiveError {
  return new ArchiveError('path', message, { field });
}
