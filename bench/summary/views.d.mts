export interface Table {
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly string[];
  /** The first cell of each is a label. */
  readonly rows: readonly (readonly (string | number)[])[];
  readonly bars?: {
    readonly column: number;
    readonly unit: string;
    readonly better: 'less' | 'more';
    readonly ours: (row: readonly (string | number)[]) => boolean;
  };
}

/** By file of results, in the order in which they are told. */
export const VIEWS: readonly {
  readonly id: string;
  readonly title: string;
  /** Of what the file holds. */
  readonly tables: (results: object) => readonly Table[];
}[];
