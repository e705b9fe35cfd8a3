// Tables kept for the source 'file'.

import { deleteStreamFile, type StreamFileRecord, saveStreamFile } from '../../storage/stream';
import { ServiceError } from '../../wire/errors';
import { newId } from '../../wire/new-id';
import type { StreamConfig } from '../../wire/stream';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import { invalid } from '../errors';
import { Breath } from '../pace';
import { Fingerprint } from '../runs/jobs/fingerprint';
import type { TableFile } from './files';

const MOST_CHARACTERS = 200;

export class Tables {
  private files: readonly StreamFileRecord[] = [];

  list(): readonly StreamFileRecord[] {
    return this.files;
  }

  restore(files: readonly StreamFileRecord[]): void {
    this.files = files;
  }

  async add(name: string, bytes: number, { columns, rows }: TableFile): Promise<StreamFileRecord> {
    if (this.files.length >= STREAM_LIMITS.files) {
      throw new ServiceError('conflict', `${STREAM_LIMITS.files} files are kept already: remove one first.`);
    }
    const named = name.trim().slice(0, MOST_CHARACTERS) || 'Table';
    const about = { name: named, rows: rows.length, columns, bytes };
    const contents = await contentsOf(rows);
    const record = { id: newId(), ...about, created_at: new Date().toISOString(), contents };
    await saveStreamFile(record, rows);
    this.files = [...this.files, record];
    return record;
  }

  async remove(id: string): Promise<void> {
    if (!this.files.some((file) => file.id === id)) throw new ServiceError('not_found', 'There is no such file.');
    await deleteStreamFile(id);
    this.files = this.files.filter((file) => file.id !== id);
  }

  /** ServiceError 'invalid' when the source is a file that is not here, or has no such column. */
  check({ id, file }: StreamConfig['source']): void {
    if (id !== 'file') return;
    const known = this.files.find((one) => one.id === file?.id);
    if (!known) throw invalid('source.file', 'Choose a file to stream: add one, or another source.');
    if (file && !known.columns.includes(file.target)) {
      throw invalid('source.file.target', `“${known.name}” has no column “${file.target}”.`);
    }
  }
}

/** Says whether a table of the same name, added later, is the same one. */
async function contentsOf(rows: TableFile['rows']): Promise<string> {
  const print = new Fingerprint();
  const breath = new Breath();
  for (const row of rows) {
    print.addText(JSON.stringify(row));
    await breath.take();
  }
  return print.toString();
}
