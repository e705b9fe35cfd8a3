// Lanes: how a tab or the service worker reaches an engine that runs in another tab. Both sides meet
// on one BroadcastChannel (CHANNELS.hello); every client then talks to the engine on a lane of its own.
// The client holds a Web Lock named as its lane, so that the engine notices when the client is gone.

import { type Endpoint, expose, wrap } from 'comlink';
import { deferred } from './deferred';
import { carryServiceErrors, type EngineDoor } from './door';
import { CHANNELS, type Hello } from './events';
import { createLink, type Link } from './link';
import { newId } from './new-id';

/** The part of BroadcastChannel that is needed, so that tests can bring their own. */
export interface Channel extends Endpoint {
  close(): void;
}

/** The part of LockManager that is needed. */
export interface Locks {
  request(
    name: string,
    options: { readonly steal?: boolean; readonly signal?: AbortSignal },
    callback: () => Promise<unknown>,
  ): Promise<unknown>;
}

/** What two contexts of an origin need to share one engine. */
export interface Meeting {
  readonly locks: Locks;
  openChannel(name: string): Channel;
}

/** The browser's own, or null where an engine cannot be shared: then every tab runs one for itself. */
export function browserMeeting(): Meeting | null {
  // Both are missing in some embedded views, and locks outside secure contexts.
  const locks: LockManager | undefined = navigator.locks;
  if (!locks || typeof BroadcastChannel === 'undefined') return null;
  return {
    locks: { request: (name, options, callback) => locks.request(name, options, callback) },
    openChannel: (name) => new BroadcastChannel(name),
  };
}

export function onHello(channel: Channel, listener: (message: Hello) => void): () => void {
  const handler = (event: Event) => listener((event as MessageEvent<Hello>).data);
  channel.addEventListener('message', handler);
  return () => channel.removeEventListener('message', handler);
}

export function sayHello(channel: Channel, message: Hello): void {
  channel.postMessage(message);
}

/** The lane between one client and one engine; naming both keeps an engine that was replaced off it. */
function laneName(lane: string, engine: string): string {
  return CHANNELS.lane(`${lane}:${engine}`);
}

// ---------------------------------------------------------------- the engine's side

/**
 * Lets clients in: opens a lane for each that says hello, answers pings, and calls `onReplaced` when
 * another engine announces itself (this one was frozen and has been taken over).
 */
export function serveLanes(meeting: Meeting, engine: string, door: EngineDoor, onReplaced: () => void): () => void {
  carryServiceErrors();
  const hello = meeting.openChannel(CHANNELS.hello);
  const lanes = new Map<string, Channel>();

  const closeLane = (lane: string) => {
    lanes.get(lane)?.close();
    lanes.delete(lane);
  };
  const openLane = (lane: string) => {
    if (!lanes.has(lane)) {
      const channel = meeting.openChannel(laneName(lane, engine));
      lanes.set(lane, channel);
      expose(door, channel);
      // Granted when the client that holds it has gone.
      meeting.locks.request(CHANNELS.lane(lane), {}, async () => closeLane(lane)).catch(() => closeLane(lane));
    }
    sayHello(hello, { type: 'ready', lane, engine });
  };

  const stop = onHello(hello, (message) => {
    if (message.type === 'hello') openLane(message.lane);
    else if (message.type === 'bye') closeLane(message.lane);
    else if (message.type === 'ping') sayHello(hello, { type: 'beat', engine });
    else if (message.type === 'engine' && message.engine !== engine) onReplaced();
  });
  sayHello(hello, { type: 'engine', engine });
  return () => {
    stop();
    for (const lane of [...lanes.keys()]) closeLane(lane);
    hello.close();
  };
}

// ---------------------------------------------------------------- the client's side

export interface LaneTiming {
  /** Milliseconds between hellos until an engine answers. */
  readonly hello: number;
  /** Milliseconds between probes of a link. */
  readonly probe: number;
  /** Milliseconds of silence after which an engine counts as gone. */
  readonly patience: number;
}

export const LANE_TIMING: LaneTiming = { hello: 250, probe: 2_000, patience: 8_000 };

/**
 * Finds the engine and opens a lane to it.
 * Resolves to null when nobody, neither an engine nor a tab that is starting one, has answered for
 * `timing.patience`. Rejects with the signal's reason when aborted.
 */
export async function connectLane(
  meeting: Meeting,
  signal: AbortSignal,
  timing: LaneTiming = LANE_TIMING,
): Promise<Link | null> {
  carryServiceErrors();
  const lane = newId();
  const giveBack = await holdLock(meeting.locks, CHANNELS.lane(lane));
  const hello = meeting.openChannel(CHANNELS.hello);
  const hangUp = () => {
    sayHello(hello, { type: 'bye', lane });
    hello.close();
    giveBack();
  };
  try {
    const engine = await findEngine(hello, lane, signal, timing);
    if (engine === null) {
      hangUp();
      return null;
    }
    return openLink(meeting, hello, lane, engine, timing, hangUp);
  } catch (error) {
    hangUp();
    throw error;
  }
}

/** Takes a lock that nobody else wants yet; the returned function gives it back. */
async function holdLock(locks: Locks, name: string): Promise<() => void> {
  const held = deferred<void>();
  await new Promise<void>((granted, refused) => {
    locks
      .request(name, {}, () => {
        granted();
        return held.promise;
      })
      .catch(refused);
  });
  return () => held.resolve();
}

function findEngine(hello: Channel, lane: string, signal: AbortSignal, timing: LaneTiming): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let asked = Date.now();
    let silence = 0;
    let newest: string | null = null;
    const finish = (settle: () => void) => {
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
      stop();
      settle();
    };
    const onAbort = () => finish(() => reject(signal.reason));
    const ask = () => {
      const now = Date.now();
      // Only time in which this side was awake itself counts as silence of the other.
      silence += Math.min(now - asked, timing.hello * 2);
      asked = now;
      if (silence > timing.patience) return finish(() => resolve(null));
      sayHello(hello, { type: 'hello', lane });
      sayHello(hello, { type: 'ping' });
    };
    const stop = onHello(hello, (message) => {
      if (message.type === 'beat' || message.type === 'engine') silence = 0;
      if (message.type === 'engine') newest = message.engine;
      // One that was frozen, and has been replaced, may still answer what it was asked before it hears so.
      const outdated = message.type === 'ready' && newest !== null && message.engine !== newest;
      if (message.type === 'ready' && message.lane === lane && !outdated) finish(() => resolve(message.engine));
    });
    const timer = setInterval(ask, timing.hello);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else ask();
  });
}

function openLink(
  meeting: Meeting,
  hello: Channel,
  lane: string,
  engine: string,
  timing: LaneTiming,
  hangUp: () => void,
): Link {
  const channel = meeting.openChannel(laneName(lane, engine));
  let answered: (() => void) | null = null;
  const stop = onHello(hello, (message) => {
    // The leader's page answers too, so that a busy engine does not count as gone; without a name while it starts one.
    if (message.type === 'beat' && (message.engine === engine || message.engine === '')) answered?.();
    if (message.type === 'engine' && message.engine !== engine) link.end('replaced');
  });
  const link = createLink({
    engine,
    door: wrap<EngineDoor>(channel),
    every: timing.probe,
    patience: timing.patience,
    probe: () =>
      new Promise<void>((resolve) => {
        answered = resolve;
        sayHello(hello, { type: 'ping' });
      }),
    dispose: () => {
      stop();
      channel.close();
      hangUp();
    },
  });
  return link;
}
