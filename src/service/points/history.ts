// Undo and redo: what took back the latest steps, newest last, within a bound of bytes.

import { bytesOf, type Edit } from './document';

/** Of an object or a list, beside what is in it. */
const OVERHEAD = 64;

/** One step back (or forward): the points' inverse edit, and the fit as it was where the step changed it. */
export interface Step<Fit> {
  readonly edit: Edit;
  /** Absent when the step left the fit alone. */
  readonly fit?: Fit;
}

/** Enough for a few replacements of a million points in the plane. */
const DEFAULT_BOUND = 256 * 1024 * 1024;

export class EditHistory<Fit> {
  private past: { readonly step: Step<Fit>; readonly bytes: number }[] = [];
  private future: Step<Fit>[] = [];
  private pastBytes = 0;
  private stroke: string | undefined;

  constructor(private readonly bound: number = DEFAULT_BOUND) {}

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /**
   * Keeps the way back from a new step; what was undone before can no longer be redone. Additions
   * of one stroke are one step: the way back from the first leads back from all.
   */
  push(inverse: Step<Fit>, stroke?: string): void {
    this.future = [];
    if (stroke === undefined || stroke !== this.stroke) this.keep(inverse);
    this.stroke = stroke;
  }

  /** Takes the newest step back: `apply` makes it and returns its own inverse, for redo. */
  undo(apply: (step: Step<Fit>) => Step<Fit>): boolean {
    this.stroke = undefined;
    const newest = this.past.pop();
    if (!newest) return false;
    this.pastBytes -= newest.bytes;
    this.future.push(apply(newest.step));
    return true;
  }

  redo(apply: (step: Step<Fit>) => Step<Fit>): boolean {
    this.stroke = undefined;
    const step = this.future.pop();
    if (!step) return false;
    this.keep(apply(step));
    return true;
  }

  /** What was undone cannot be redone. */
  dropFuture(): void {
    this.future = [];
  }

  forget(): void {
    this.stroke = undefined;
    this.past = [];
    this.future = [];
    this.pastBytes = 0;
  }

  /** The newest step is kept whatever its size: a clear by mistake can always be taken back. */
  private keep(step: Step<Fit>): void {
    const bytes = bytesOf(step.edit) + heldBy(step.fit);
    this.past.push({ step, bytes });
    this.pastBytes += bytes;
    while (this.pastBytes > this.bound && this.past.length > 1) this.pastBytes -= this.past.shift()?.bytes ?? 0;
  }
}

/** Bytes that plain data keeps alive, about. */
function heldBy(value: unknown): number {
  if (ArrayBuffer.isView(value)) return OVERHEAD + value.byteLength;
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce<number>((sum, part) => sum + heldBy(part), OVERHEAD);
}
