// What a TensorBoard event file says, apart from how it is written: a version first, then values of tags at steps.

/** How scalars are written: TensorBoard reads both as scalars. */
export type ScalarForm =
  /** `simple_value` alone, as TensorFlow 1 and many others write it. */
  | 'simple'
  /** A rank-0 float tensor with the scalar plugin's metadata, as TensorFlow 2 writes it. */
  | 'tensor';

/** One bucket of a histogram: [left, right) and how many values are in it; counts need not be whole. */
export interface Bucket {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

export type EventValue =
  | { readonly kind: 'scalar'; readonly tag: string; readonly value: number; readonly form: ScalarForm }
  /** Markdown. */
  | { readonly kind: 'text'; readonly tag: string; readonly text: string }
  | { readonly kind: 'histogram'; readonly tag: string; readonly buckets: readonly Bucket[] }
  /** Images, audio and what other plugins write: named, not read. */
  | { readonly kind: 'other'; readonly tag: string; readonly plugin: string };

export interface LogEvent {
  /** Seconds since 1970, UTC, with fractions. */
  readonly wall_time: number;
  readonly step: number;
  /** "brain.Event:2", in the first event of a file; null in others. */
  readonly file_version: string | null;
  readonly values: readonly EventValue[];
}

export const FILE_VERSION = 'brain.Event:2';

/** `events.out.tfevents.<seconds>.<host>.<n>`; TensorBoard looks for "tfevents" and reads files in the order of names. */
export function eventFileName(wallTime: number, host = 'millrace', n = 0): string {
  const seconds = String(Math.max(0, Math.floor(wallTime))).padStart(10, '0');
  return `events.out.tfevents.${seconds}.${host.replace(/[^\w.-]+/g, '-')}.${n}`;
}
