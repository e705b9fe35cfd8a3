// What the evaluation's tables are made of.

import type { ImageEvaluationReport } from '../../../../wire/runs';

/** A cell of the confusion matrix: what it is, and what it was taken for. */
export interface Cell {
  readonly label: number;
  readonly predicted: number;
}

export function sameCell(a: Cell | null, b: Cell): boolean {
  return a !== null && a.label === b.label && a.predicted === b.predicted;
}

export interface Confused extends Cell {
  readonly count: number;
  /** Of the images of that class, 0…1. */
  readonly share: number;
}

/** The confusion matrix row by row: what it is, by what it was taken for. */
export function confusionRows({ classes, confusion }: ImageEvaluationReport): readonly (readonly Confused[])[] {
  const k = classes.length;
  return classes.map((_, label) => {
    const row = confusion.subarray(label * k, (label + 1) * k);
    const total = row.reduce((sum, count) => sum + count, 0);
    return Array.from(row, (count, predicted) => ({
      label,
      predicted,
      count,
      share: total === 0 ? 0 : count / total,
    }));
  });
}

/** Mistakes that were made most often, the most frequent first. */
export function mostConfused(report: ImageEvaluationReport, most: number): readonly Confused[] {
  return confusionRows(report)
    .flat()
    .filter(({ label, predicted, count }) => label !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

/** Of the wrong ones that are listed, those of a cell; all without one. */
export function wrongOf({ wrong }: ImageEvaluationReport, cell: Cell | null): ImageEvaluationReport['wrong'] {
  return cell === null ? wrong : wrong.filter((one) => sameCell(cell, one));
}
