// What the training that is on has written so far, kept as it goes: begun again after an interruption, it finds its folder
// as it had left it. None of it is the module's before the training has ended well.

import { deleteLeft, putLeft, readLeft, readLeftPaths } from '../../storage/library';
import type { ModelFile } from '../../wire/library';
import { Serial } from '../pace';
import type { Files } from './source';

export class LeftFiles {
  private readonly turns = new Serial();
  /** On their way; those that there was no room for go with the next ones, so that all is of one moment. */
  private pending = new Map<string, Blob>();

  /** Paths are from the module's folder. Where there is no room for it, the training goes on without. */
  take(id: string, files: readonly ModelFile[]): void {
    const { pending } = this;
    for (const { path, file } of files) pending.set(path, file);
    this.turns.run(() => this.write(id, pending)).catch(() => {});
  }

  paths(id: string): Promise<readonly string[]> {
    return this.turns.run(() => readLeftPaths(id));
  }

  files(id: string): Promise<Files> {
    return this.turns.run(() => readLeft(id));
  }

  /** One that was interrupted goes on from what is stored: what had not been is of no moment that it knows. */
  goOn(): void {
    this.pending = new Map();
  }

  /** What is not cleared away now is when the app starts again. */
  clear(id: string): void {
    this.pending = new Map();
    this.turns.run(() => deleteLeft(id)).catch(() => {});
  }

  private async write(id: string, pending: Map<string, Blob>): Promise<void> {
    const taken = [...pending];
    if (taken.length === 0) return;
    const files = new Map<string, Uint8Array>();
    for (const [path, file] of taken) files.set(path, new Uint8Array(await file.arrayBuffer()));
    // Cleared meanwhile.
    if (this.pending !== pending) return;
    await putLeft(id, files);
    for (const [path, file] of taken) if (pending.get(path) === file) pending.delete(path);
  }
}
