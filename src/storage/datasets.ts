// Datasets of texts. Records are small; the rows lie apart in chunks, so that listing datasets reads no texts and
// a large dataset is read piece by piece. A dataset is there once its record is: chunks without one are left-overs.

export interface DatasetRecord {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly n: number;
  /** Of all texts together. */
  readonly bytes: number;
  /** Figures and problems, as the service wrote them. */
  readonly about: unknown;
}

/** Rows a chunk holds, but for the last. */
export const CHUNK_TEXTS = 500;

/** Rows in columns, all of one length. */
export interface TextChunk {
  readonly texts: readonly string[];
  /** Names of their files; '' without one. */
  readonly names: readonly string[];
  /** 0 negative, 1 positive, −1 without a label. */
  readonly labels: Int8Array;
  /** 1 … 10; 0 without one. */
  readonly ratings: Uint8Array;
  /** Positions in the wire's SPLITS. */
  readonly splits: Uint8Array;
}

/** The one import under way. */
export interface ImportRecord {
  /** What was asked for and how far it has come, as the service wrote it. */
  readonly record: unknown;
  /** The file that is read; null where it cannot be kept (folders). */
  readonly file: Blob | null;
}
