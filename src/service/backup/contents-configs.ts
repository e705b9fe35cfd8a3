// The part of a back-up that is experiment configurations: each as the YAML file that it is, and when it was changed.

import { type ConfigRecord, isConfigRecord } from '../../storage/configs';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

/** configs/<id>.json */
const RECORD = /^configs\/([\w-]{1,100})\.json$/;

export function configEntries(configs: readonly ConfigRecord[]): BackupEntry[] {
  return configs.map((record) => ({ path: `configs/${record.id}.json`, bytes: encodeText(encode(record)) }));
}

/** Takes configurations out of `left`. Throws when one is none. */
export function takeConfigs(left: Map<string, Uint8Array>): ConfigRecord[] {
  const configs: ConfigRecord[] = [];
  for (const [path, bytes] of left) {
    const [, id] = RECORD.exec(path) ?? [];
    if (id === undefined) continue;
    const record = parse(path, bytes);
    if (!isConfigRecord(record) || record.id !== id) throw bad(`${path} is not a configuration`);
    configs.push(record);
    left.delete(path);
  }
  return configs;
}
