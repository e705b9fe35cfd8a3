// Files with holes, as tar --sparse packs them: of such a file only what lies between its holes is in the archive, and the
// reader of archives, which knows no such kind, would take that for all of it.

import { checksumFits, numberOf } from '../../../ml/modules/archive/fields';
import { ServiceError } from '../../../wire/errors';

type Bytes = Uint8Array<ArrayBuffer>;

const BLOCK = 512;
/** Kinds of entries without content, whatever size their header says: links, devices, folders (POSIX.1-1988). */
const BARE = '123456';

/**
 * Passes a tar's bytes on, and fails at the header of a sparse file of GNU tar's old form. It goes from header to header by
 * the sizes in them; where they lead to no header (sizes may stand elsewhere, for files of many gigabytes) it only passes on.
 */
export function refuseSparse(): TransformStream<Bytes, Bytes> {
  const header = new Uint8Array(BLOCK);
  let [filled, skip, lost] = [0, 0, false];
  const next = () => {
    filled = 0;
    const kind = String.fromCharCode(header[156] ?? 0);
    const size = checksumFits(header) ? numberOf(header.subarray(124, 136)) : null;
    lost = size === null;
    if (!lost && kind === 'S') throw sparse();
    skip = BARE.includes(kind) ? 0 : Math.ceil((size ?? 0) / BLOCK) * BLOCK;
  };
  return new TransformStream({
    transform(chunk, controller) {
      for (let at = 0; at < chunk.length && !lost; ) {
        const passed = Math.min(skip, chunk.length - at);
        const part = chunk.subarray(at + passed, at + passed + (passed < skip ? 0 : BLOCK - filled));
        header.set(part, filled);
        skip -= passed;
        filled += part.length;
        at += passed + part.length;
        if (filled === BLOCK) next();
      }
      controller.enqueue(chunk);
    },
  });
}

/** Of POSIX's form, where attributes before an entry say so. */
export function isSparse(attributes: Readonly<Record<string, string>> = {}): boolean {
  return Object.keys(attributes).some((key) => key.startsWith('GNU.sparse.'));
}

export function sparse(): ServiceError {
  return new ServiceError(
    'malformed',
    'The archive has a sparse file, of which only parts are in it. Pack it again without --sparse.',
  );
}
