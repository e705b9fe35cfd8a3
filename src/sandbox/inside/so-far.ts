// What a training has written so far, reported now and then: all that changed since the last time, so that whoever keeps it
// has the folder as it was at some moment, as a process that was killed would leave it.

import { SO_FAR_EVERY } from '../limits';

export interface SoFar {
  wrote(path: string, bytes: Uint8Array<ArrayBuffer>): void;
  end(): void;
}

export function soFar(report: (paths: readonly string[], blobs: readonly Blob[]) => void): SoFar {
  const changed = new Map<string, Uint8Array<ArrayBuffer>>();
  let last = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    last = Date.now();
    const blobs = [...changed.values()].map((bytes) => new Blob([bytes]));
    report([...changed.keys()], blobs);
    changed.clear();
  };
  return {
    wrote(path, bytes) {
      changed.set(path, bytes);
      // A loop that never pauses lets no timer through.
      if (Date.now() - last >= SO_FAR_EVERY) flush();
      else timer ??= setTimeout(flush, SO_FAR_EVERY);
    },
    end: () => clearTimeout(timer),
  };
}
