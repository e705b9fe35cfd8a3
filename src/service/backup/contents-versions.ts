// The part of a back-up that is about versions of text models: what each was trained on, and how it was judged. Whoever
// reads them checks what is in them.

import { plain } from '../../storage/files';
import type { VersionStore } from '../../storage/versions';
import { type BackupEntry, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

const PATH = /^versions\/([\w.-]{1,100})\/(profile\.bin|gate\.json)$/;

export function versionEntries({ profiles, gates }: VersionStore): BackupEntry[] {
  return [
    ...profiles.map(({ model, bytes }) => ({ path: `versions/${model}/profile.bin`, bytes: plain(bytes) })),
    ...gates.map(({ model, report }) => ({ path: `versions/${model}/gate.json`, bytes: encodeText(encode(report)) })),
  ];
}

/** Takes what is about versions out of `left`. Throws when it is not in order. */
export function takeVersions(left: Map<string, Uint8Array>): VersionStore {
  const profiles: VersionStore['profiles'][number][] = [];
  const gates: VersionStore['gates'][number][] = [];
  for (const [path, bytes] of left) {
    const [, model, file] = PATH.exec(path) ?? [];
    if (model === undefined) continue;
    if (file === 'profile.bin') profiles.push({ model, bytes: bytes.slice() });
    else gates.push({ model, report: parse(path, bytes) });
    left.delete(path);
  }
  return { profiles, gates };
}
