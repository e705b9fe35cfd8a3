// One engine for all tabs. The tab that holds the Web Lock ENGINE_LOCK runs the engine worker; the
// others reach it on a lane. When that tab closes, the lock passes on: its new holder starts an engine,
// which restores everything from storage, and all others follow it. A worker that fails is started
// again; a leader that froze is taken over. A tab that another version of the app took over leads no more: what its engine
// would load from now on is gone. Where tabs cannot find each other each runs its own engine.
// A factory over what it needs of the browser, so that it is tested without one.

import { serviceOver } from '../wire/door';
import { CHANNELS, ENGINE_LOCK, OUTDATED_LOCK, type ServiceEvent } from '../wire/events';
import { connectLane, LANE_TIMING, type LaneTiming, type Meeting, onHello, sayHello } from '../wire/lane';
import type { Link } from '../wire/link';
import { newId } from '../wire/new-id';
import type { Service } from '../wire/service';
import { type EngineTiming, type EngineWorker, runEngine } from './engine';
import { type ConnectionState, createSwitchboard, type Switchboard } from './switchboard';

/** `subscribe` and `getSnapshot` are made for React's `useSyncExternalStore`. */
export interface Connection {
  subscribe(listener: () => void): () => void;
  getSnapshot(): ConnectionState;
  /** After 'lost': tries again. */
  retry(): void;
}

export interface Timing extends LaneTiming, EngineTiming {
  /** So many failures within `failureWindow` milliseconds mean that starting again is no use. */
  readonly failures: number;
  readonly failureWindow: number;
}

export const TIMING: Timing = { ...LANE_TIMING, start: 120_000, busy: 30_000, failures: 3, failureWindow: 60_000 };

export interface Host {
  /** Null where an engine cannot be shared. */
  readonly meeting: Meeting | null;
  startEngine(): EngineWorker;
  /** Calls back whenever the tab goes out of sight, which may be the last that is heard of it; returns how to stop. */
  onHiding(listener: () => void): () => void;
  /** Calls back when another version of the app has taken this tab over, and the tab did not ask for it. */
  onOutdated(listener: () => void): void;
  readonly timing: Timing;
}

export interface Coordinator {
  /** Waits for the engine; rejects with ServiceError, 'unavailable' when the engine went away during the call. */
  readonly service: Service;
  /** Events of whichever engine runs, and notices of this tab's own. */
  subscribe(listener: (event: ServiceEvent) => void): () => void;
  readonly connection: Connection;
  /** Ends this tab's part: its engine stops, the lock passes on. */
  close(): void;
}

export function createCoordinator(host: Host): Coordinator {
  const switchboard = createSwitchboard();
  const role = new Role(host, switchboard);
  return {
    service: serviceOver(async (path, args) => {
      role.start();
      for (;;) {
        const link = await switchboard.current();
        // An own worker tells when it fails; of another tab's engine only its answers tell that it is there.
        if (switchboard.state() === 'leader' || (await link.confirm())) return link.call(path, args);
      }
    }),
    subscribe(listener) {
      role.start();
      return switchboard.subscribe(listener);
    },
    connection: {
      subscribe(listener) {
        role.start();
        return switchboard.watch(listener);
      },
      getSnapshot: switchboard.state,
      retry: () => role.retry(),
    },
    close() {
      role.close();
      switchboard.disconnected('lost');
    },
  };
}

// ---------------------------------------------------------------- leading and following

class Role {
  private phase: 'new' | 'taking part' | 'over' | 'closed' = 'new';
  /** Ends what this tab does at present. */
  private turn = new AbortController();
  private closeEvents: (() => void) | null = null;
  /** To the engine that this tab runs. */
  private running: Link | null = null;
  /** Another version of the app is in charge: from then on this tab follows, and leads no more. */
  private outdated = false;

  constructor(
    private readonly host: Host,
    private readonly switchboard: Switchboard,
  ) {
    host.onOutdated(() => void this.makeWay());
  }

  start(): void {
    if (this.phase !== 'new') return;
    this.phase = 'taking part';
    this.listenToEvents();
    this.takePart().catch((error: unknown) => this.giveUp(error instanceof Error ? error.message : String(error)));
  }

  retry(): void {
    if (this.phase !== 'over') return;
    this.phase = 'new';
    this.switchboard.disconnected('connecting');
    this.start();
  }

  close(): void {
    this.phase = 'closed';
    this.turn.abort();
    this.closeEvents?.();
    this.closeEvents = null;
  }

  private listenToEvents(): void {
    if (!this.host.meeting || this.closeEvents) return;
    const channel = this.host.meeting.openChannel(CHANNELS.events);
    channel.addEventListener('message', this.switchboard.receive);
    this.closeEvents = () => channel.close();
  }

  private async takePart(): Promise<void> {
    const { meeting } = this.host;
    if (!meeting) {
      this.turn = new AbortController();
      return this.lead(this.turn.signal);
    }
    let steal = false;
    while (this.phase === 'taking part' && !this.outdated) steal = (await this.takeTurn(meeting, steal)) === 'steal';
    if (this.phase === 'taking part') await this.onlyFollow(meeting);
  }

  /** What is under way goes on from here in the tab that has the new version. */
  private async makeWay(): Promise<void> {
    if (this.outdated || this.phase === 'closed') return;
    this.outdated = true;
    const message = 'Reload this tab to go on with the new version. What you have is saved on this device.';
    // As an error it stays until it is read, in a tab that nobody looks at too.
    const notice = { level: 'error', title: 'Millrace was updated in another tab', message } as const;
    this.switchboard.emit({ type: 'notice', notice });
    // Where tabs cannot meet, no other runs an engine for this one.
    const { meeting } = this.host;
    if (!meeting) return;
    // As long as the page is there: nobody shall wait for an engine of it.
    meeting.locks.request(OUTDATED_LOCK + newId(), {}, () => new Promise(() => {})).catch(() => {});
    await this.running?.flush();
    this.turn.abort();
  }

  private async onlyFollow(meeting: Meeting): Promise<void> {
    this.turn = new AbortController();
    this.switchboard.disconnected('connecting');
    if ((await this.follow(meeting, this.turn.signal)) === 'stopped') return;
    this.giveUp('Millrace was updated in another tab, and the version in this one runs no engine any more.');
  }

  /** Follows until the lock is granted, then leads until this tab gives up or the lock is stolen from it. */
  private async takeTurn(meeting: Meeting, steal: boolean): Promise<'steal' | 'again'> {
    const turn = new AbortController();
    const following = new AbortController();
    this.turn = turn;
    turn.signal.addEventListener('abort', () => following.abort());
    // A request that waits can be withdrawn; one that steals does not wait.
    const options = steal ? { steal } : { signal: following.signal };
    const lock = meeting.locks.request(ENGINE_LOCK, options, () => {
      following.abort();
      return this.lead(turn.signal);
    });
    // Rejects when another stole the lock (this tab was frozen), or when the request was withdrawn.
    const over = lock.then(
      () => {},
      () => turn.abort(),
    );
    if (!steal && (await this.follow(meeting, following.signal)) === 'frozen') {
      following.abort();
      return 'steal';
    }
    await over;
    return 'again';
  }

  /** 'frozen' when somebody holds the lock but nobody answers. */
  private async follow(meeting: Meeting, stopped: AbortSignal): Promise<'frozen' | 'stopped'> {
    while (!stopped.aborted) {
      const link = await connectLane(meeting, stopped, this.host.timing).catch((error: unknown) => {
        if (stopped.aborted) return 'stopped' as const;
        throw error;
      });
      if (link === 'stopped') break;
      if (link === null) return 'frozen';
      const hangUp = () => link.end('closed');
      stopped.addEventListener('abort', hangUp);
      this.switchboard.connected(link, 'follower');
      if (stopped.aborted) hangUp();
      await link.lost;
      stopped.removeEventListener('abort', hangUp);
      if (this.phase === 'taking part') this.switchboard.disconnected('connecting');
    }
    return 'stopped';
  }

  /** Runs an engine until `stopped`; one that fails is started again, until that is no use. */
  private async lead(stopped: AbortSignal): Promise<void> {
    const { timing } = this.host;
    const stopAnswering = this.answerForEngine(() => this.running?.engine ?? '');
    const stopFlushing = this.host.onHiding(() => void this.running?.flush());
    const failures: number[] = [];
    while (!stopped.aborted) {
      const worker = this.host.startEngine();
      // Without channels the worker sends its events on its own port.
      if (!this.host.meeting) worker.endpoint.addEventListener('message', this.switchboard.receive);
      const why = await runEngine(worker, timing, stopped, (link) => {
        this.running = link;
        this.switchboard.connected(link, 'leader');
      });
      this.running = null;
      if (stopped.aborted) break;
      this.switchboard.disconnected('connecting');
      failures.push(Date.now());
      if (failures.filter((at) => Date.now() - at < timing.failureWindow).length >= timing.failures) {
        this.giveUp(why);
        break;
      }
      this.sayRestarted(why);
    }
    stopAnswering();
    stopFlushing();
  }

  /** The page answers for an engine that is starting or busy, so that nobody takes it for frozen. */
  private answerForEngine(engine: () => string): () => void {
    const hello = this.host.meeting?.openChannel(CHANNELS.hello);
    if (!hello) return () => {};
    onHello(hello, (message) => {
      if (message.type === 'ping') sayHello(hello, { type: 'beat', engine: engine() });
    });
    return () => hello.close();
  }

  private sayRestarted(why: string): void {
    const message = `${why} All is restored up to the last checkpoint; a fit that was running goes on from there.`;
    const notice = { level: 'warning', title: 'The engine was started again', message } as const;
    this.switchboard.emit({ type: 'notice', notice });
  }

  private giveUp(why: string): void {
    if (this.phase === 'closed') return;
    this.phase = 'over';
    const message = `${why} What was saved is safe. Try again, reload the page, or restart the browser.`;
    this.switchboard.disconnected('lost', `The engine does not start. ${message}`);
    this.switchboard.emit({ type: 'notice', notice: { level: 'error', title: 'The engine does not start', message } });
  }
}
