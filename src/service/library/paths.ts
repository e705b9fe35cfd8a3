// Paths of a module's files beside each other: each may be right alone, and two of them cannot be; and beside the manifest.

import { MANIFEST_NAME } from '../../ml/modules';
import { quoted } from '../../ml/modules/errors';
import { invalid } from '../errors';

/**
 * A module is a folder wherever it goes: into a sandbox, an archive, other systems' files.
 * @throws ServiceError 'invalid' where one of them would have to be a file and a folder at once, or is the manifest, which
 * an archive of the module has from elsewhere: it could not be packed
 */
export function checkTogether(paths: Iterable<string>): void {
  const files = new Set(paths);
  if (files.has(MANIFEST_NAME)) {
    const why = 'is made of what is known of the module when it is packed: no file can be called that';
    throw invalid('path', `${quoted(MANIFEST_NAME)} ${why}.`);
  }
  for (const path of files) {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end);
      if (!files.has(folder)) continue;
      throw invalid('path', `${quoted(folder)} is a file of the module: ${quoted(path)} cannot lie in it.`);
    }
  }
}
