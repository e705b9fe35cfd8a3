// The datasets' service, behind the interface of src/wire/datasets.ts.

import { deleteDataset, listDatasets, putDataset } from '../../storage/datasets';
import type { DatasetSummary, DatasetsService, ImportSource, SplitRequest } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import type { ServiceEvent } from '../../wire/events';
import { newId } from '../../wire/new-id';
import { guarded, invalid, messageOf } from '../errors';
import { checkName, meant } from '../names';
import { Serial, Throttle } from '../pace';
import { byWorker, Exports } from '../texts/exporting';
import { toSummary } from './about';
import type { DatasetHost, DatasetsEnv } from './host';
import { Importing } from './importing';
import type { ReviewsDoor } from './joining';
import type { DatasetsParts } from './parts';
import { openDataset, readPage, readRowsAt, walkRows } from './reading';

/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;
/** Shares that add up to one, but for rounding. */
const ROUNDING = 1e-6;

export interface DatasetsDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly env: DatasetsEnv;
  readonly reviews: ReviewsDoor;
  /** For people: the training under way that is taught and judged by a dataset's parts, where there is one. */
  readonly usedBy?: (id: string) => string | null;
}

export interface DatasetsHandle {
  readonly service: DatasetsService;
  readonly parts: DatasetsParts;
  suspend(): Promise<void>;
  resume(): Promise<void>;
  reload(): Promise<void>;
}

/** Reads what is stored; an import that was at work begins again in the background. */
export async function openDatasets(deps: DatasetsDependencies): Promise<DatasetsHandle> {
  const datasets = new Datasets(deps);
  await datasets.open();
  return {
    service: guarded<DatasetsService>(datasets.methods()),
    parts: datasets.parts(),
    suspend: () => datasets.suspend(),
    resume: async () => datasets.resume(),
    reload: () => datasets.open(),
  };
}

class Datasets {
  private readonly importing: Importing;
  private readonly exports: Exports;
  private readonly news: Throttle;
  /** Changes of datasets that are there, one after the other. */
  private readonly changes = new Serial();
  private list: readonly DatasetSummary[] = [];

  constructor(private readonly deps: DatasetsDependencies) {
    const { env, reviews } = deps;
    this.news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'datasets', state: this.state() }));
    const changed = () => this.news.request();
    this.importing = new Importing({ env, reviews, changed, arrived: () => this.relist() });
    this.exports = new Exports(changed);
  }

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    try {
      await this.relist();
      await this.importing.open();
    } catch (error) {
      const title = 'The datasets could not be opened';
      const why = messageOf(error);
      const message = `${why} What is stored was left as it is; reload the page to try again.`;
      this.deps.emit({ type: 'notice', notice: { level: 'error', title, message } });
    }
    this.news.request();
  }

  async suspend(): Promise<void> {
    await this.importing.suspend();
    await this.changes.run(() => {});
  }

  resume(): void {
    this.importing.resume();
  }

  state() {
    return { datasets: this.list, importing: this.importing.status, exporting: this.exports.progress };
  }

  parts(): DatasetsParts {
    return {
      find: async (wanted, field) => {
        const found = meant(wanted, await listDatasets());
        if (found) return found.id;
        const message = `There is no dataset “${wanted}” here.`;
        throw new ServiceError('not_found', message, [{ field, message }]);
      },
      summary: async (id) => {
        const summary = toSummary((await openDataset(id)).record);
        if (!summary) throw new ServiceError('internal', 'What is stored of the dataset is damaged.');
        return summary;
      },
      walk: walkRows,
      rowsAt: readRowsAt,
    };
  }

  methods(): DatasetsService {
    return {
      state: async () => this.state(),
      peek: (source) => this.withHost((host) => host.peek(this.checked(source))),
      import: async (request) => this.importing.begin({ ...request, source: this.checked(request.source) }),
      cancelImport: () => this.importing.cancel(),
      takeBackImport: () => this.importing.takeBack(),
      fromReviews: (request) => this.fromReviews(request),
      makeSplits: async (id, request) => {
        checkShares(request);
        await this.change(id, () => {
          this.checkUnused(id);
          return this.withHost((host) => host.split(id, request));
        });
      },
      rename: (id, name) => {
        const checked = checkName(name);
        return this.change(id, async () => putDataset({ ...(await openDataset(id)).record, name: checked }));
      },
      remove: (id) => this.change(id, () => deleteDataset(id)),
      rows: readPage,
      export: async (id, format) => {
        const { n } = await this.parts().summary(id);
        return this.exports.run(n, (run) =>
          byWorker(
            () => this.deps.env.spawn(),
            run,
            async (host) => ({ done: await host.exported(), total: n }),
            (host) => host.export(id, format),
          ),
        );
      },
      cancelExport: async () => this.exports.cancel(),
    };
  }

  /** Parted anew, a training's model would be judged by texts that it was taught. */
  private checkUnused(id: string): void {
    const user = this.deps.usedBy?.(id);
    if (!user) return;
    const message = `${user} learns from this dataset’s parts as they are, and is judged by them. Let it finish, or end it; then the dataset can be parted anew.`;
    throw new ServiceError('conflict', message);
  }

  /** Rejects 'not_found' where there is none of that id. */
  private change(id: string, work: () => Promise<void>): Promise<void> {
    return this.changes.run(async () => {
      if (!this.list.some((dataset) => dataset.id === id)) await openDataset(id);
      await work();
      await this.relist();
    });
  }

  private fromReviews({ name, unlabelled }: { readonly name: string; readonly unlabelled: boolean }): Promise<string> {
    const job = {
      id: newId(),
      name: checkName(name),
      origin: 'Reviews kept here',
      created_at: new Date().toISOString(),
      unlabelled,
    };
    return this.changes.run(async () => {
      await this.withHost((host) => host.reviews(job));
      await this.relist();
      return job.id;
    });
  }

  /** A worker for one piece of work. */
  private async withHost<T>(work: (host: DatasetHost) => Promise<T>): Promise<T> {
    const port = this.deps.env.spawn();
    try {
      return await work(port.host);
    } finally {
      port.end();
    }
  }

  private async relist(): Promise<void> {
    this.list = (await listDatasets()).flatMap((record) => toSummary(record) ?? []);
    this.news.request();
  }

  /** Other origins are refused here, before anything is asked of them. */
  private checked(source: ImportSource): ImportSource {
    if (source.kind !== 'url') return source;
    const { origin } = this.deps.env;
    const url = URL.canParse(source.url, origin ?? undefined) ? new URL(source.url, origin ?? undefined) : null;
    if (!url) throw invalid('url', `${source.url} is not an address.`);
    if (url.origin === origin) return { kind: 'url', url: url.href };
    const message = `This app may ask no other site for anything: its policy forbids it, so that what you do here stays here. Download ${url.href} yourself, and give the file.`;
    throw invalid('url', message);
  }
}

function checkShares({ train, validation, test, seed }: SplitRequest): void {
  const shares = { train, validation, test };
  for (const [field, share] of Object.entries(shares)) {
    if (!(share >= 0 && share <= 1)) throw invalid(field, `The share ${field} must be from 0 to 1, not ${share}.`);
  }
  const sum = train + validation + test;
  if (Math.abs(sum - 1) > ROUNDING) throw invalid('train', `The shares must add up to 1; these add up to ${sum}.`);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    throw invalid('seed', `The seed must be a whole number from 0 to 4,294,967,295, not ${seed}.`);
  }
}
