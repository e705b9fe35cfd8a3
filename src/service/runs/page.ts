// The slot and everything around it: at most one run is on, others wait, refused or queued; what was found interrupted; and
// the list of all runs. The engine is one over all tabs, so that this state is the slot.

import { putRunRecords, saveRun } from '../../storage/runs';
import { ServiceError } from '../../wire/errors';
import type { ServiceEvent } from '../../wire/events';
import type { RunPhase, RunSummary, RunsState, StartRun } from '../../wire/runs';
import { messageOf } from '../errors';
import { Serial, Throttle } from '../pace';
import { type AtWorkDependencies, RunAtWork } from './at-work';
import { Book } from './book';
import { findData } from './find-data';
import { configOf, type PlanDependencies, planRun } from './plan';
import { isOn, isResumable, type RunRecord, toSummary } from './record';

const ENDS: ReadonlySet<RunPhase> = new Set(['completed', 'stopped', 'failed']);
/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;

export interface RunsDependencies extends PlanDependencies, Pick<AtWorkDependencies, 'env' | 'backend' | 'turn'> {
  readonly emit: (event: ServiceEvent) => void;
  /** Grows when configurations changed. */
  readonly configsRev: () => number;
}

export class RunsPage {
  readonly book = new Book();
  private readonly news: Throttle;
  /** What takes or frees the slot, one after the other. */
  private readonly slot = new Serial();
  private active: RunAtWork | null = null;
  /** The dataset of texts that it reads, by id. */
  private texts: string | null = null;
  private rev = 0;
  /** Ends the time in which nothing is written; null at other times. */
  private release: (() => void) | null = null;
  /** Found interrupted at the start of this visit: those that wait let it go first. */
  private first: string | null = null;

  constructor(private readonly deps: RunsDependencies) {
    this.news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'runs', state: this.state() }));
  }

  // ---------------------------------------------------------------- opening, resting

  /** Storage that cannot be read must not keep the rest of the app from starting. */
  async open(): Promise<void> {
    try {
      const damaged = await this.book.open();
      if (damaged > 0)
        this.notify('warning', 'Some runs are damaged', 'They were left where they are and are not listed.');
      await this.findInterrupted();
    } catch (error) {
      const message = `${messageOf(error)} What is stored was left as it is; reload the page to try again.`;
      this.notify('error', 'The runs could not be opened', message);
    }
    this.changed(true);
    void this.next();
  }

  /** Saves, then keeps still until `resume` or `reload`: what is asked for meanwhile waits. */
  suspend(): Promise<void> {
    if (this.release) return Promise.resolve();
    return new Promise((still) => {
      void this.slot.run(async () => {
        const released = new Promise<void>((resolve) => {
          this.release = resolve;
        });
        await this.active?.hold();
        still();
        return released;
      });
    });
  }

  resume(): void {
    this.active?.proceed();
    this.letGo();
  }

  /** Forgets what is in memory and reads storage anew. */
  async reload(): Promise<void> {
    const { active } = this;
    this.active = null;
    await active?.drop();
    await this.open();
    this.letGo();
  }

  private letGo(): void {
    this.release?.();
    this.release = null;
  }

  async flush(): Promise<void> {
    await this.active?.flush();
  }

  private async findInterrupted(): Promise<void> {
    const found = this.book.list().filter(({ phase }) => isOn(phase));
    const records = found.map((record): RunRecord => ({ ...record, phase: 'interrupted' }));
    for (const record of records) this.book.put(record);
    // One in the archive is not offered: nothing would ever let it go first.
    this.first = records.find(({ archived }) => !archived)?.id ?? null;
    // Where they cannot be written they are found interrupted again.
    if (records.length > 0) await putRunRecords(records.map((record) => ({ id: record.id, record }))).catch(() => {});
  }

  // ---------------------------------------------------------------- what it shows

  state(): RunsState {
    const name = ({ id, name }: RunRecord) => ({ id, name });
    const all = this.book.list();
    return {
      active: this.active?.status() ?? null,
      queue: this.queue().map(name),
      interrupted: all.filter(({ phase, archived }) => phase === 'interrupted' && !archived).map(name),
      ended: this.active ? null : endedLast(all),
      rev: this.rev,
      configs_rev: this.deps.configsRev(),
    };
  }

  list(): readonly RunSummary[] {
    const counts = this.book.counts();
    return this.book.list().map((record) => toSummary(this.now(record), counts.get(record.id) ?? 0));
  }

  /** As it is now: of the run that is on, ahead of what storage has. */
  now(record: RunRecord): RunRecord {
    if (this.active?.id !== record.id) return record;
    const phase = this.active.status().phase === 'paused' ? 'paused' : 'running';
    return { ...this.active.record(), phase };
  }

  /** For people: the run that is on, where it is taught and judged by that dataset of texts. */
  using(dataset: string): string | null {
    return this.active && this.texts === dataset ? `The run “${this.active.status().name}”` : null;
  }

  /** Of that id, while it is on. */
  atWork(id: string): RunAtWork | null {
    return this.active?.id === id ? this.active : null;
  }

  // ---------------------------------------------------------------- the slot

  start(request: StartRun): Promise<string> {
    return this.slot.run(async () => {
      if (request.when_busy !== 'queue') this.checkFree();
      // The slot may be free just now for one that has waited longer.
      const waits = this.active !== null || (request.when_busy === 'queue' && this.waiting !== undefined);
      const planned = await planRun(request, waits ? 'queued' : 'running', (id) => this.book.has(id), this.deps);
      const { record, config } = planned;
      await saveRun({ id: record.id, record });
      this.book.put(record);
      if (!waits) this.launch(record.id, config);
      this.changed(true);
      return record.id;
    });
  }

  async control(command: 'pause' | 'play' | 'stop', run = this.active?.id): Promise<void> {
    const { active } = this;
    if (!active) throw new ServiceError('conflict', 'No run is on.');
    if (active.id !== run) throw new ServiceError('conflict', 'Another run is on by now.');
    if (command === 'stop') await active.stop();
    else if (command === 'pause') await active.pause();
    else active.play();
  }

  resumeRun(id: string): Promise<void> {
    return this.slot.run(async () => {
      const record = this.book.get(id);
      if (this.active?.id === id) return this.active.play();
      this.checkFree();
      if (!isResumable(record) && record.phase !== 'queued') {
        throw new ServiceError('conflict', `“${record.name}” cannot go on: it is ${record.phase}.`);
      }
      await this.begin(record);
    });
  }

  unqueue(id: string): Promise<void> {
    return this.slot.run(async () => {
      const record = this.book.get(id);
      if (record.phase !== 'queued') throw new ServiceError('conflict', `“${record.name}” does not wait.`);
      const message = 'Taken out of the queue before it began.';
      await this.rewrite([id], (waiting) => ({ ...waiting, phase: 'stopped', message }));
    });
  }

  /** Changes of what is stored, one after the other, and none while all is kept still. */
  change<T>(task: () => Promise<T>): Promise<T> {
    return this.slot.run(task);
  }

  /** Changes records as they are then, while nothing else is written of them; within `change`. */
  async rewrite(ids: readonly string[], change: (record: RunRecord) => RunRecord): Promise<void> {
    const write = async () => {
      const records = ids.map((id) => change(this.book.get(id)));
      await putRunRecords(records.map((record) => ({ id: record.id, record })));
      for (const record of records) this.book.put(record);
    };
    const active = this.active && ids.includes(this.active.id) ? this.active : null;
    await (active ? active.between(write) : write());
    this.changed(true);
  }

  /** Something else may go first now. */
  gone(ids: readonly string[]): void {
    if (this.first !== null && ids.includes(this.first)) this.first = null;
    this.changed(true);
    void this.next();
  }

  /** `list`: the list of runs is another. */
  changed(list = false): void {
    if (list) this.rev += 1;
    this.news.request();
  }

  private queue(): readonly RunRecord[] {
    return this.book
      .list()
      .filter(({ phase }) => phase === 'queued')
      .reverse();
  }

  /** Whose turn it is next; none's while one that was interrupted may go first. */
  private get waiting(): RunRecord | undefined {
    return this.first === null ? this.queue()[0] : undefined;
  }

  private checkFree(): void {
    if (!this.active) return;
    const { id, name } = this.active.status();
    throw new ServiceError('conflict', `Another run is on: “${name}” (${id}). Stop it first, or queue this one.`, [
      { field: 'run_id', message: id },
    ]);
  }

  /** From its last checkpoint, or its beginning. */
  private async begin(record: RunRecord): Promise<void> {
    const config = await configOf(record);
    await findData(config, this.deps);
    await this.rewrite([record.id], (before) => ({ ...before, phase: 'running', message: '' }));
    this.launch(record.id, config);
    this.changed(true);
  }

  private launch(id: string, config: Parameters<typeof findData>[0]): void {
    const { deps, book } = this;
    const run = new RunAtWork(id, config, {
      ...{ book, env: deps.env, backend: deps.backend, turn: deps.turn },
      data: async (wanted) => {
        const data = await (await findData(wanted, deps)).read();
        this.texts = data.kind === 'texts' ? data.dataset : null;
        return data;
      },
      notify: ({ level, title, message }) => this.notify(level, title, message),
      changed: () => this.changed(),
    });
    this.first = null;
    this.active = run;
    void run.over.then(() => this.over(run));
  }

  private over(run: RunAtWork): void {
    if (this.active !== run) return;
    this.active = null;
    this.changed(true);
    void this.next();
  }

  /** Whoever waits longest, once the slot is free. */
  private next(): Promise<void> {
    return this.slot.run(async () => {
      const record = this.waiting;
      if (this.active || !record) return;
      try {
        await this.begin(record);
      } catch (error) {
        const at = new Date().toISOString();
        const failed: RunRecord = { ...record, phase: 'failed', message: messageOf(error), modified_at: at };
        await this.rewrite([record.id], () => failed).catch(() => this.book.put(failed));
        this.notify('error', `“${record.name}” could not be started`, messageOf(error));
        void this.next();
      }
    });
  }

  private notify(level: 'info' | 'warning' | 'error', title: string, message: string): void {
    this.deps.emit({ type: 'notice', notice: { level, title, message } });
  }
}

/** Of the run that was at work latest, where it has come to its end. */
function endedLast(records: readonly RunRecord[]): RunsState['ended'] {
  const [first, ...others] = records.filter(({ kind, phase }) => kind !== 'imported' && phase !== 'queued');
  if (!first) return null;
  const latest = others.reduce((best, record) => (record.modified_at > best.modified_at ? record : best), first);
  const { id, name, phase, message, modified_at: at } = latest;
  return ENDS.has(phase) ? { id, name, phase, message, at } : null;
}
