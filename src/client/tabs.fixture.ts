// For tests: several tabs of one origin in one process. Channels are Node's own; locks follow the Web
// Locks standard; an engine is a message port with a door. Tabs can close, freeze and thaw.

import { type Endpoint, expose } from 'comlink';
import { carryServiceErrors, type EngineDoor } from '../wire/door';
import { CHANNELS, type EngineEvent, type ServiceEvent } from '../wire/events';
import { type Channel, type Locks, type Meeting, serveLanes } from '../wire/lane';
import { newId } from '../wire/new-id';
import { type Coordinator, createCoordinator, type Timing } from './coordinator';
import type { EngineWorker } from './engine';

export const FAST: Timing = {
  hello: 10,
  probe: 20,
  patience: 150,
  start: 2_000,
  busy: 300,
  failures: 3,
  failureWindow: 60_000,
};

interface Request {
  readonly owner: Tab;
  readonly callback: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Exclusive locks of an origin, in the order asked for. */
class LockTable {
  private readonly held = new Map<string, Request>();
  private readonly queues = new Map<string, Request[]>();

  of(owner: Tab): Locks {
    return {
      request: (name, { steal, signal }, callback) =>
        new Promise((resolve, reject) => {
          const request: Request = { owner, callback, resolve, reject };
          const queue = this.queues.get(name) ?? [];
          this.queues.set(name, queue);
          if (steal) {
            this.held.get(name)?.reject(new DOMException('stolen', 'AbortError'));
            this.held.delete(name);
            queue.unshift(request);
          } else {
            queue.push(request);
            signal?.addEventListener('abort', () => {
              if (!queue.includes(request)) return;
              queue.splice(queue.indexOf(request), 1);
              reject(signal.reason);
            });
          }
          this.grant(name);
        }),
    };
  }

  holder(name: string): Tab | undefined {
    return this.held.get(name)?.owner;
  }

  /** The browser releases what a closed tab held or waited for. */
  releaseAll(owner: Tab): void {
    for (const [name, queue] of this.queues) {
      this.queues.set(
        name,
        queue.filter((request) => request.owner !== owner),
      );
      if (this.held.get(name)?.owner === owner) this.held.delete(name);
      this.grant(name);
    }
  }

  private grant(name: string): void {
    const next = this.held.has(name) ? undefined : this.queues.get(name)?.shift();
    if (!next) return;
    this.held.set(name, next);
    const release = () => {
      if (this.held.get(name) !== next) return;
      this.held.delete(name);
      this.grant(name);
    };
    queueMicrotask(() => {
      next.callback().then(next.resolve, next.reject).finally(release);
    });
  }
}

/** One engine that a tab has started. */
export interface FakeEngine {
  readonly id: string;
  readonly calls: string[];
  /** How often it was asked to save. */
  flushes: number;
  running: boolean;
  /** Busy: answers nothing any more, as a worker in an endless loop. */
  hang(): void;
  /** Throws an error that nobody catches. */
  crash(message: string): void;
  emit(event: ServiceEvent): void;
}

export class Origin {
  readonly locks = new LockTable();
  private readonly prefix = `test-${newId()}:`;
  private readonly tabs: Tab[] = [];
  private engines = 0;

  /** What `call` answers; by default the path. */
  answer: (path: readonly string[], engine: string) => unknown = (path) => path.join('.');

  open(options: { readonly meets?: boolean; readonly startsWell?: boolean } = {}): Tab {
    const tab = new Tab(this, options.meets ?? true, options.startsWell ?? true);
    this.tabs.push(tab);
    return tab;
  }

  channelName(name: string): string {
    return this.prefix + name;
  }

  nextEngine(): string {
    this.engines += 1;
    return `engine ${this.engines}`;
  }

  closeAll(): void {
    for (const tab of this.tabs) tab.close();
  }
}

export class Tab {
  readonly engines: FakeEngine[] = [];
  readonly heard: ServiceEvent[] = [];
  readonly coordinator: Coordinator;
  private frozen = false;
  private readonly hiding = new Set<() => void>();
  private outdate = () => {};
  private readonly channels = new Set<Channel>();

  constructor(
    private readonly origin: Origin,
    meets: boolean,
    private readonly startsWell: boolean,
  ) {
    const meeting: Meeting | null = meets
      ? { locks: origin.locks.of(this), openChannel: (name) => this.openChannel(name) }
      : null;
    this.coordinator = createCoordinator({
      meeting,
      timing: FAST,
      startEngine: () => this.startEngine(meeting),
      onHiding: (listener) => {
        this.hiding.add(listener);
        return () => this.hiding.delete(listener);
      },
      onOutdated: (listener) => {
        this.outdate = listener;
      },
    });
  }

  /** Begins taking part, as the page does when it first listens. */
  begin(): this {
    this.coordinator.subscribe((event) => this.heard.push(event));
    return this;
  }

  get state(): string {
    return this.coordinator.connection.getSnapshot();
  }

  get engine(): FakeEngine | undefined {
    return this.engines.at(-1);
  }

  /** As when another tab comes to the front. */
  hide(): void {
    for (const listener of this.hiding) listener();
  }

  /** As when another tab has let a new version in. */
  update(): void {
    this.outdate();
  }

  freeze(): void {
    this.frozen = true;
  }

  thaw(): void {
    this.frozen = false;
  }

  /** As when its window closes: nothing is said, locks are released by the browser. */
  close(): void {
    this.frozen = true;
    for (const engine of this.engines) engine.running = false;
    this.coordinator.close();
    for (const channel of this.channels) channel.close();
    this.origin.locks.releaseAll(this);
  }

  /** A frozen tab neither hears nor speaks. */
  private openChannel(name: string): Channel {
    const channel = new BroadcastChannel(this.origin.channelName(name));
    const listeners = new Map<unknown, (event: Event) => void>();
    const guarded: Channel = {
      postMessage: (message: unknown) => {
        if (!this.frozen) channel.postMessage(message);
      },
      addEventListener: (type, listener) => {
        const wrapped = (event: Event) => {
          if (this.frozen) return;
          if (typeof listener === 'function') listener(event);
          else listener.handleEvent(event);
        };
        listeners.set(listener, wrapped);
        channel.addEventListener(type, wrapped);
      },
      removeEventListener: (type, listener) => {
        const wrapped = listeners.get(listener);
        if (wrapped) channel.removeEventListener(type, wrapped);
      },
      close: () => {
        this.channels.delete(guarded);
        channel.close();
      },
    };
    this.channels.add(guarded);
    return guarded;
  }

  private startEngine(meeting: Meeting | null): EngineWorker {
    const { port1, port2 } = new MessageChannel();
    const id = this.origin.nextEngine();
    let fail: (message: string) => void = () => {};
    let closeLanes = () => {};
    let hung = false;
    const events = meeting?.openChannel(CHANNELS.events);
    const stop = () => {
      engine.running = false;
      closeLanes();
      events?.close();
      port1.close();
    };
    const engine: FakeEngine = {
      id,
      calls: [],
      flushes: 0,
      running: true,
      hang: () => {
        hung = true;
        closeLanes();
      },
      crash: (message) => fail(message),
      emit: (event) => (events ?? port2).postMessage({ engine: id, event } satisfies EngineEvent),
    };
    const door: EngineDoor = {
      engine: () => (hung ? new Promise(() => {}) : Promise.resolve(id)),
      call: async (path) => {
        engine.calls.push(path.join('.'));
        return hung ? new Promise(() => {}) : this.origin.answer(path, id);
      },
      flush: async () => {
        engine.flushes += 1;
      },
    };
    this.engines.push(engine);
    carryServiceErrors();
    if (this.startsWell) {
      expose(door, port2 as Endpoint);
      if (meeting) closeLanes = serveLanes(meeting, id, door, stop);
    } else {
      setTimeout(() => fail('no such script'), 5);
    }
    return {
      endpoint: port1 as Endpoint,
      onFailure: (listener) => {
        fail = listener;
      },
      terminate: stop,
    };
  }
}
