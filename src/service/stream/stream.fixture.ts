// For tests: the stream service over real storage, with events collected, a turnstile before every batch, and parts of
// the pages beside it to be set.

import { IDBFactory } from 'fake-indexeddb';
import { closeDatabase } from '../../storage/db';
import type { ServiceEvent } from '../../wire/events';
import type { StreamConfig, StreamState, StreamStatus } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { Turnstile } from '../turnstile.fixture';
import { type FeedOpener, NothingYet } from './feed';
import { openStream, type StreamHandle } from './index';

export interface Opened extends StreamHandle {
  readonly events: ServiceEvent[];
  readonly turnstile: Turnstile;
  notices(): string[];
  batches(): Promise<number>;
}

const alive: Opened[] = [];

const nothing: FeedOpener = async () => {
  throw new NothingYet('Nothing yet.');
};

/** A service over what is stored. */
export async function open(feeds: { reviews?: FeedOpener; points?: FeedOpener } = {}): Promise<Opened> {
  const events: ServiceEvent[] = [];
  const turnstile = new Turnstile();
  const handle = await openStream({
    emit: (event) => events.push(event),
    reviews: feeds.reviews ?? nothing,
    points: feeds.points ?? nothing,
    turn: () => turnstile.pass(),
  });
  const notices = () => events.flatMap((event) => (event.type === 'notice' ? [event.notice.title] : []));
  const batches = async () => batchesOf(await handle.service.state());
  const stream = { ...handle, events, turnstile, notices, batches };
  alive.push(stream);
  return stream;
}

export async function openFresh(feeds?: Parameters<typeof open>[0]): Promise<Opened> {
  await rest();
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  return open(feeds);
}

/** Lets every service save and keeps it still from then on. */
export async function rest(): Promise<void> {
  for (const stream of alive.splice(0)) {
    stream.turnstile.allow(Number.POSITIVE_INFINITY);
    await stream.suspend();
  }
}

/** As if the browser had ended the worker: nothing is learnt or saved any more. */
export function kill(stream: Opened): void {
  alive.splice(alive.indexOf(stream), 1);
  stream.turnstile.jam();
}

/** Polls until the state is as wanted. */
export async function until(
  { service }: Pick<StreamHandle, 'service'>,
  wanted: StreamStatus['phase'] | ((state: StreamState) => boolean),
): Promise<StreamState> {
  const holds = typeof wanted === 'function' ? wanted : (state: StreamState) => state.status.phase === wanted;
  for (let i = 0; i < 5000; i++) {
    const state = await service.state();
    if (holds(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`Waited in vain; the stream is ${JSON.stringify((await service.state()).status)}`);
}

export function batchesOf({ status }: StreamState): number {
  return 'batches' in status ? status.batches : 0;
}

export function configOf(
  change: Partial<Omit<StreamConfig, 'source' | 'learner'>> & {
    source?: Partial<StreamConfig['source']>;
    learner?: Partial<StreamConfig['learner']>;
  } = {},
): StreamConfig {
  const { source, learner, ...others } = change;
  return {
    ...DEFAULT_STREAM_CONFIG,
    ...others,
    source: { ...DEFAULT_STREAM_CONFIG.source, ...source },
    learner: { ...DEFAULT_STREAM_CONFIG.learner, compute: 'cpu', ...learner },
  };
}
