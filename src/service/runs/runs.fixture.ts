// For tests: the service over real storage, with events collected, a turnstile before every stretch, and a job whose numbers
// are easy to check: a step is one number drawn, an epoch is four steps.

import { IDBFactory } from 'fake-indexeddb';
import { Rng, type RngState } from '../../ml/rng';
import { closeDatabase } from '../../storage/db';
import { readCheckpoint, readRunChunks, readRunRecords } from '../../storage/runs';
import type { ServiceEvent } from '../../wire/events';
import type { RunPhase, RunsState, StartRun } from '../../wire/runs';
import { Turnstile } from '../turnstile.fixture';
import { openRuns, type RunsHandle } from './index';
import type { JobEvent, JobHost, JobRequest, Judged, RunsEnv } from './job';
import type { RunsDependencies } from './page';
import { parseRecord } from './record';
import { toRows } from './rows';
import type { ModelTakers } from './use';

const STEPS_PER_EPOCH = 4;

interface FakeState {
  readonly step: number;
  readonly rng: RngState;
  readonly sum: number;
  readonly best: { readonly loss: number; readonly step: number; readonly sum: number };
}

/** A job of a mixture's configuration: as many epochs as it says. */
class FakeJob implements JobHost {
  private rng = new Rng(1);
  private step = 0;
  private sum = 0;
  private epochs = 1;
  private best = { loss: Number.POSITIVE_INFINITY, step: 0, sum: 0 };

  constructor(private readonly world: FakeWorld) {}

  async open({ config, checkpoint }: JobRequest) {
    await this.world.opening?.();
    if (this.world.refusal) throw this.world.refusal;
    this.epochs = Number('epochs' in config.trainer ? config.trainer.epochs : 1);
    this.rng = new Rng(config.seed);
    if (checkpoint) this.restore(checkpoint as FakeState);
    this.world.opened.push(this.step);
    return { model: 'Fake', data: '4 numbers', engine: this.world.engine, epochs: this.epochs, steps: this.total };
  }

  async advance() {
    this.world.advances += 1;
    if (this.world.dies.delete(this.step)) return this.world.die();
    if (this.world.fails.has(this.step)) throw new Error('The sums do not add up.');
    const events: JobEvent[] = [];
    if (this.step < this.total) this.draw(events);
    const done = this.step >= this.total && events.every(({ kind }) => kind !== 'epoch');
    if (done) events.push({ kind: 'done', reason: 'finished', message: `Went through ${this.epochs} epochs.` });
    const epoch = Math.floor(this.step / STEPS_PER_EPOCH);
    return { events, step: this.step, epoch, examples: 10, done, memory: 1000 };
  }

  async checkpoint(): Promise<FakeState> {
    return { step: this.step, rng: this.rng.state(), sum: this.sum, best: this.best };
  }

  async result(role: 'best' | 'last') {
    const now = { step: this.step, sum: this.sum };
    const { step, sum } = role === 'best' && this.best.step > 0 ? this.best : now;
    const files = new Map([['model.bin', new Uint8Array(new Float64Array([sum]).buffer)]]);
    const at = Math.max(0, step - 1);
    return { files, epoch: Math.floor(at / STEPS_PER_EPOCH), step: at, metrics: { sum } };
  }

  async test() {
    await this.world.judging?.();
    return { values: this.world.tested, report: { part: 'test' } };
  }

  async judged() {
    return this.world.judged;
  }

  async close() {}

  private get total(): number {
    return this.epochs * STEPS_PER_EPOCH;
  }

  private draw(events: JobEvent[]): void {
    const at = { epoch: Math.floor(this.step / STEPS_PER_EPOCH), step: this.step };
    const loss = this.rng.uniform();
    this.sum += loss;
    this.step += 1;
    events.push({ kind: 'row', ...at, values: { train_loss: loss } });
    if (this.step % STEPS_PER_EPOCH !== 0) return;
    const best = loss < this.best.loss;
    if (best) this.best = { loss, step: this.step, sum: this.sum };
    const histograms = { weights: { edges: Float64Array.of(0, 1, 2), counts: Float64Array.of(this.step, 1) } };
    events.push({ kind: 'row', ...at, values: { val_loss: loss, val_acc: 1 - loss }, histograms });
    events.push({ kind: 'epoch', ...at, score: -loss, best });
  }

  private restore({ step, rng, sum, best }: FakeState): void {
    this.step = step;
    this.sum = sum;
    this.best = best;
    this.rng = new Rng(rng);
  }
}

/** What befalls the jobs of one service. */
export class FakeWorld implements RunsEnv {
  /** Steps that jobs were opened at. */
  readonly opened: number[] = [];
  /** Steps at which the worker dies, each once, and at which the job fails. */
  readonly dies = new Set<number>();
  readonly fails = new Set<number>();
  refusal: Error | null = null;
  opening: (() => Promise<void>) | null = null;
  judging: (() => Promise<void>) | null = null;
  judged: Judged | null = null;
  /** What the test part comes to; nothing where there is none. */
  tested: Readonly<Record<string, number>> = { test_acc: 0.5 };
  engine = 'Here';
  advances = 0;
  ends = 0;
  private onDeath: (why: string) => void = () => {};

  spawn(onDeath: (why: string) => void) {
    this.onDeath = onDeath;
    const end = () => {
      this.ends += 1;
    };
    return { host: new FakeJob(this), end };
  }

  /** Nothing is answered any more. */
  die(): Promise<never> {
    this.onDeath('out of memory');
    return new Promise(() => {});
  }
}

export interface Opened extends RunsHandle {
  readonly events: ServiceEvent[];
  readonly turnstile: Turnstile;
  readonly world: FakeWorld;
  notices(): string[];
}

const alive: Opened[] = [];

type Changes = Partial<RunsDependencies & ModelTakers>;

/** A service over what is stored. */
export async function open(changes: Changes = {}): Promise<Opened> {
  const events: ServiceEvent[] = [];
  const [turnstile, world] = [new Turnstile(), new FakeWorld()];
  const handle = await openRuns({
    emit: (event) => events.push(event),
    env: world,
    turn: () => turnstile.pass(),
    configsRev: () => 0,
    config: async (id) => ({ file_name: `${id}.yaml`, text: textOf() }),
    points: async () => ({ data: Float64Array.of(1, 2, 3, 4), n: 2, d: 2 }),
    bases: async () => [],
    base: async () => new Map(),
    addSampleReviews: async () => 'sample',
    backend: async () => ({ kind: 'cpu', threads: 1 }),
    takeMixture: async () => {},
    takeText: async () => {},
    ...changes,
  });
  const notices = () => events.flatMap((event) => (event.type === 'notice' ? [event.notice.title] : []));
  const runs = { ...handle, events, turnstile, world, notices };
  alive.push(runs);
  return runs;
}

export async function openFresh(changes?: Changes): Promise<Opened> {
  await rest();
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  return open(changes);
}

/** Keeps every service still from now on. */
export async function rest(): Promise<void> {
  for (const runs of alive.splice(0)) {
    runs.turnstile.allow(Number.POSITIVE_INFINITY);
    await runs.suspend();
  }
}

/** As if the browser had ended the worker: nothing is done or saved any more. */
export function kill(runs: Opened): void {
  alive.splice(alive.indexOf(runs), 1);
  runs.turnstile.jam();
}

/** A mixture's configuration, of which the job reads the epochs. */
export function textOf({ epochs = 3, checkpoint = '' }: { epochs?: number; checkpoint?: string } = {}): string {
  const policy = checkpoint ? `\n  checkpoint: { ${checkpoint} }` : '';
  return `kind: mixture\nname: Test\ntags: [a]\nseed: 7\ndata:\n  source: points\ntrainer:\n  epochs: ${epochs}${policy}\n`;
}

export function request(options?: Parameters<typeof textOf>[0], rest: Partial<StartRun> = {}): StartRun {
  return { config: { text: textOf(options), file_name: 'test.yaml' }, ...rest };
}

/** Polls until the state is as wanted. */
export async function until(
  { service }: Pick<RunsHandle, 'service'>,
  wanted: (state: RunsState) => boolean,
): Promise<RunsState> {
  for (let i = 0; i < 2500; i++) {
    const state = await service.state();
    if (wanted(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`Waited in vain; the runs are ${JSON.stringify(await service.state())}`);
}

/** Goes on to exactly `n` steps, and stands still there. */
export async function goTo(runs: Opened, n: number): Promise<void> {
  const at = (await runs.service.state()).active?.step ?? 0;
  runs.turnstile.allow(n - at);
  await until(runs, ({ active }) => active?.step === n);
}

export async function ended(runs: Opened, id: string): Promise<RunPhase> {
  runs.turnstile.allow(Number.POSITIVE_INFINITY);
  await until(runs, ({ active, queue }) => active?.id !== id && queue.every((one) => one.id !== id));
  return (await runs.service.run(id)).phase;
}

/** What storage holds of a run, which must be of one moment. */
export async function stored(id: string) {
  const { runs } = await readRunRecords();
  const record = runs.map(parseRecord).find((run) => run?.id === id);
  if (!record) throw new Error(`Run ${id} is not stored`);
  const rows = (await readRunChunks(id)).flatMap(toRows);
  const checkpoint = (await readCheckpoint(id, 'last')) as FakeState | undefined;
  return { record, rows, checkpoint: checkpoint ?? null };
}
