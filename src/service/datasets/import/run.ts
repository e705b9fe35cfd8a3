// An import from its source to chunks in storage; at the end, and not before, the dataset is there.

import type { TextFigures } from '../../../ml/text/figures';
import { completeImport } from '../../../storage/datasets';
import type { ImportColumns, ImportSource } from '../../../wire/datasets';
import type { TableProblem } from '../../../wire/table';
import type { Limits } from './limits';
import { openImport } from './open';
import { noTexts } from './peek';
import { Problems } from './problems';
import { fileRows, tableRows } from './rows';
import { Sink } from './sink';

export interface ImportJob {
  readonly id: string;
  readonly name: string;
  /** For people. */
  readonly origin: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly source: ImportSource;
  readonly columns: ImportColumns | null;
  /** false: rows only, for whoever takes them from there. */
  readonly keep: boolean;
}

export interface ImportProgress {
  /** 0…1 of the source. */
  readonly share: number;
  readonly rows: number;
  readonly skipped: number;
  readonly finishing: boolean;
}

export interface ImportOutcome {
  readonly rows: number;
  readonly skipped: number;
  readonly problems: readonly TableProblem[];
  /** Chunks written. */
  readonly chunks: number;
}

/** What a dataset's record says beside its name, as it is stored. */
export interface DatasetAbout {
  readonly figures: TextFigures;
  readonly skipped: number;
  readonly ignored: number;
  readonly problems: readonly TableProblem[];
  /** Index of each chunk's first row. */
  readonly starts: readonly number[];
}

/** Progress is asked for while `run` is at work. */
export class ImportRun {
  private readonly problems = new Problems();
  private readonly sink: Sink;
  private share: () => number = () => 0;
  private finishing = false;

  constructor(
    private readonly job: ImportJob,
    private readonly limits: Limits,
    private readonly signal: AbortSignal,
  ) {
    this.sink = new Sink(job.id, limits);
  }

  progress(): ImportProgress {
    const { problems, sink, finishing } = this;
    // Before the first row a table is gone through to see what its labels mean.
    const begun = sink.n + problems.skipped + problems.ignored > 0;
    return { share: begun ? this.share() : 0, rows: sink.n, skipped: problems.skipped, finishing };
  }

  async run(): Promise<ImportOutcome> {
    const { job, limits, problems, sink } = this;
    const opened = await openImport(job.source, limits, true);
    this.share = opened.kind === 'table' ? opened.share : opened.files.share;
    const rows =
      opened.kind === 'table'
        ? tableRows(opened.table, job.columns, problems, limits)
        : fileRows(opened.files, problems, limits);
    for await (const row of rows) {
      this.signal.throwIfAborted();
      await sink.add(row);
    }
    if (sink.n === 0) throw noTexts(problems);
    this.finishing = true;
    await sink.flush();
    this.signal.throwIfAborted();
    if (job.keep) await this.complete();
    return { rows: sink.n, skipped: problems.skipped, problems: problems.list, chunks: sink.starts.length };
  }

  private complete(): Promise<void> {
    const { id, name, origin, created_at } = this.job;
    const { skipped, ignored, list } = this.problems;
    const { starts, n, bytes } = this.sink;
    const about: DatasetAbout = { figures: this.sink.figures.finish(), skipped, ignored, problems: list, starts };
    return completeImport({ id, name, source: origin, created_at, n, bytes, about });
  }
}
