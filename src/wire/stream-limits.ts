// How large the parts of a stream may be: said by the REST door, held by the service.

export const STREAM_LIMITS = {
  batch_size: 10_000,
  /** Examples: where a concept changes, and over how many. */
  drift: 1e9,
  layers: 8,
  units: 1024,
  epochs: 100,
  components: 20,
  replay: 100_000,
  window: 10_000,
  /** Seconds. */
  save_every: 3600,
  queue: 10_000,
  /** Batches a second. */
  speed: 100_000,
  pushed_rows: 100_000,
  pushed_columns: 1000,
  /** Numbers in X of one pushed batch. */
  pushed_numbers: 5_000_000,
  /** Bytes of JSON of one pushed batch. */
  pushed_bytes: 68e6,
  /** Numbers that all queued batches hold together: the queue is saved with the run. */
  queued_numbers: 10_000_000,
  classes: 100,
  file_bytes: 105e6,
  /** Bytes of a table that is one JSON document. */
  json_bytes: 17e6,
  file_columns: 1000,
  files: 20,
  kept: 20,
  notes: 1000,
  note_characters: 200,
  /** Places of a series, and cells of a surface along one side. */
  places: 4096,
  cells: 400,
} as const;
