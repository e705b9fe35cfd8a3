// What src/wire/runs.ts offers, over the slot and the book.

import { jsonRows } from '../../ml/logs';
import { deleteRuns, readCheckpoint } from '../../storage/runs';
import { deleteTrained, readTrainedFiles } from '../../storage/trained';
import { ServiceError } from '../../wire/errors';
import type { ImageEvaluationReport, RunChange, RunRows, RunsService } from '../../wire/runs';
import { invalid } from '../errors';
import { checkName } from '../names';
import type { RunLog } from './log';
import type { RunsPage } from './page';
import { checkTags } from './plan';
import { readLog } from './read-log';
import { type RunRecord, toDetail } from './record';
import { seriesOf } from './series';
import { type ModelTakers, useModel } from './use';

const MOST_NOTE = 10_000;
/** Runs whose metrics are kept at hand: those that are being compared are asked for again and again. */
const LOGS = 12;

export function methodsOf(page: RunsPage, takers: ModelTakers): RunsService {
  const { book } = page;
  const logs = new Logs(page);
  const files = async (id: string) => {
    const found = await readTrainedFiles(id);
    if (found.size > 0) return found;
    throw new ServiceError('not_found', 'The files of this model are no longer here.');
  };
  return {
    state: async () => page.state(),
    list: async () => page.list(),
    run: async (id) => toDetail(page.now(book.get(id)), book.trainedModels(id)),
    series: async (request) => seriesOf(await logs.of(request.id), request),
    rows: async (id) => rowsOf(page.now(book.get(id)), await logs.of(id)),
    start: (request) => page.start(request),
    control: (command, run) => page.control(command, run),
    resume: (id) => page.resumeRun(id),
    unqueue: (id) => page.unqueue(id),
    update: async (ids, change) => {
      const changed = checkChange(change);
      await page.change(() => page.rewrite(ids, (record) => ({ ...record, ...changed })));
      if (change.archived) page.gone(ids);
    },
    remove: (ids) => page.change(() => removeRuns(page, ids)),
    importCsv: async (name, file) => {
      const { importRun } = await import('./import');
      const id = await page.change(() => importRun(book, name, file));
      page.changed(true);
      return id;
    },
    export: async (id, format) => {
      const record = page.now(book.get(id));
      const { exportRun } = await import('./export');
      return exportRun(record, await logs.of(id), format);
    },
    models: async () => book.trained(),
    use: async (id) => useModel(book.model(id), book, await files(id), takers),
    removeModel: async (id) => {
      await page.change(async () => {
        book.model(id);
        await deleteTrained([id]);
        book.putModels([], [id]);
      });
      page.changed(true);
    },
    evaluation: async (id) => {
      const { kind, judged } = book.get(id);
      if (kind !== 'image' || !judged) return null;
      return ((await readCheckpoint(id, 'report')) as ImageEvaluationReport | undefined) ?? null;
    },
  };
}

/** Metrics by run: of the one that is on, those that grow. */
class Logs {
  private readonly kept = new Map<string, { readonly at: string; readonly log: RunLog }>();

  constructor(private readonly page: RunsPage) {}

  async of(id: string): Promise<RunLog> {
    const { modified_at: at } = this.page.book.get(id);
    const active = this.page.atWork(id);
    if (active) return active.metrics();
    const known = this.kept.get(id);
    this.kept.delete(id);
    const log = known?.at === at ? known.log : await readLog(id);
    this.kept.set(id, { at, log });
    for (const oldest of [...this.kept.keys()].slice(0, -LOGS)) this.kept.delete(oldest);
    return log;
  }
}

function rowsOf({ id, figures, modified_at }: RunRecord, log: RunLog): RunRows {
  const { max_epoch, max_step } = figures;
  const table = log.table();
  const places = [...(max_epoch === null ? [] : ['epoch']), ...(max_step === null ? [] : ['step'])];
  const columns = [...places, ...table.columns];
  return { run_id: id, columns, rows: jsonRows(table), max_epoch, max_step, last_modified: modified_at };
}

function checkChange({ name, note, tags, archived }: RunChange): Partial<RunRecord> {
  if (note !== undefined && (typeof note !== 'string' || note.length > MOST_NOTE)) {
    throw invalid('note', `A note has at most ${MOST_NOTE.toLocaleString('en')} characters.`);
  }
  return {
    ...(name === undefined ? {} : { name: checkName(name) }),
    ...(note === undefined ? {} : { note }),
    ...(tags === undefined ? {} : { tags: checkTags(tags) }),
    ...(archived === undefined ? {} : { archived: archived === true }),
  };
}

/** All of them, or none: the one that is on cannot go. */
async function removeRuns(page: RunsPage, ids: readonly string[]): Promise<void> {
  const { book } = page;
  const busy = ids.map((id) => book.get(id)).filter(({ id }) => page.atWork(id));
  if (busy.length > 0) {
    const details = busy.map(({ id }) => ({ field: 'run_id', message: id }));
    throw new ServiceError('conflict', `“${busy[0]?.name}” is on: stop it first.`, details);
  }
  const models = ids.flatMap((id) => book.trainedBy(id).map((model) => model.id));
  await deleteRuns(ids, models);
  book.putModels([], models);
  book.forget(ids);
  page.gone(ids);
}
