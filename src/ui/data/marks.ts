// Which parts of what is stored are told apart in the bar: the largest few. All others are one.

interface Part {
  readonly label: string;
  readonly bytes: number;
}

/** As many as have a look of their own (StorageSection.module.css). */
const MARKS = 4;

export interface Marks {
  /** By label, from 0 for the largest. Parts without one are among the others. */
  readonly marks: ReadonlyMap<string, number>;
  /** Of all the others together. */
  readonly others: number;
}

export function marksOf(parts: readonly Part[]): Marks {
  const stored = parts.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
  return {
    marks: new Map(stored.slice(0, MARKS).map(({ label }, mark) => [label, mark])),
    others: stored.slice(MARKS).reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
