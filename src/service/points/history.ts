// Undo and redo: what took back the latest steps, newest last, within a bound of bytes.

import { bytesOf, type Edit } from './document';

/** One step back (or forward): the points' inverse edit, and the fit as it was where the step changed it. */
export interface Step<Fit> {
  readonly edit: Edit;
  /** Absent when the step left the fit alone. */
  readonly fit?: Fit;
}

/** Enough for a few replacements of a million points in the plane. */
const DEFAULT_BOUND = 256 * 1024 * 1024;

export class EditHistory<Fit> {
  private past: Step<Fit>[] = [];
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
    const step = this.past.pop();
    if (!step) return false;
    this.pastBytes -= bytesOf(step.edit);
    this.future.push(apply(step));
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
    this.past.push(step);
    this.pastBytes += bytesOf(step.edit);
    while (this.pastBytes > this.bound && this.past.length > 1) {
      const oldest = this.past.shift();
      if (oldest) this.pastBytes -= bytesOf(oldest.edit);
    }
  }
}
