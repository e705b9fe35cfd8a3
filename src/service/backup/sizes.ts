// What records of a back-up say of their size, held against what is carried of them: the sizes are summed, unread, to tell
// whether all of it fits into the next back-up. One that says gigabytes would be in the way of every back-up after it.

import type { Snapshot } from '../../storage/snapshot';
import { bad } from './archive';

/** A size is told as in memory, where a text has two bytes a unit and a number of one digit eight. */
const MOST_PER_BYTE = 16;
const SLACK = 64 * 1024;

type Said = readonly [folder: string, bytes: unknown];

/** Throws 'invalid' where a record says that it is far larger than what is carried in its folder. */
export function checkSizes(snapshot: Snapshot, entries: ReadonlyMap<string, Uint8Array>): void {
  const carried = new Map<string, number>();
  for (const [path, { length }] of entries) {
    const folder = folderOf(path);
    carried.set(folder, (carried.get(folder) ?? 0) + length);
  }
  for (const [folder, bytes] of saidBy(snapshot)) {
    const most = MOST_PER_BYTE * (carried.get(folder) ?? 0) + SLACK;
    if (Number(bytes) > most) throw bad(`${folder} says that it is larger than it is`);
  }
}

/** datasets/<id>, stream/files/<id>, models/<id>.json */
function folderOf(path: string): string {
  return path.split('/', path.startsWith('stream/files/') ? 3 : 2).join('/');
}

function* saidBy({ models, text, datasets, images, stream, training, library }: Snapshot): Generator<Said> {
  for (const { id, bytes } of models) yield [`models/${id}.json`, bytes];
  for (const { record } of text.models) yield [`text-models/${record.id}`, record.bytes];
  for (const { record } of datasets) yield [`datasets/${record.id}`, record.bytes];
  for (const { record } of images) yield [`images/${record.id}`, record.bytes];
  for (const { record } of stream.files) yield [`stream/files/${record.id}`, record.bytes];
  for (const { id, record } of training.trained) yield [`trained/${id}`, Object(record).bytes];
  for (const { id, record } of training.runs) yield [`runs/${id}`, Object(Object(record).checkpoint).bytes];
  for (const { id, record } of library.abouts) yield [`library/${id}`, Object(Object(record).module).bytes];
}
