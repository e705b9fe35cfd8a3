// The end of a worker is noticed, whichever way it comes, and never before it comes.

import { describe, expect, it } from 'vitest';
import type { Locks } from './lane';
import { endpointOf, isLifeSign, watchLife } from './worker';

/** One exclusive lock per name, as the browser keeps them: given on when its holder lets go or is gone. */
class FakeLocks implements Locks {
  private readonly queues = new Map<string, { grant: () => void }[]>();

  async request(
    name: string,
    { signal }: { readonly signal?: AbortSignal },
    callback: () => Promise<unknown>,
  ): Promise<unknown> {
    const queue = this.queues.get(name) ?? [];
    this.queues.set(name, queue);
    await new Promise<void>((grant, refuse) => {
      const entry = { grant };
      queue.push(entry);
      signal?.addEventListener('abort', () => {
        queue.splice(queue.indexOf(entry), 1);
        refuse(signal.reason);
      });
      if (queue.length === 1) grant();
    });
    try {
      return await callback();
    } finally {
      this.release(name);
    }
  }

  /** What the browser does when the holder is gone. */
  release(name: string): void {
    const queue = this.queues.get(name);
    queue?.shift();
    queue?.[0]?.grant();
  }

  waiting(name: string): number {
    return this.queues.get(name)?.length ?? 0;
  }
}

const NAME = 'a worker';
const settled = () => new Promise((resolve) => setTimeout(resolve));

class FakeWorker extends EventTarget {
  readonly locks = new FakeLocks();
  readonly deaths: string[] = [];
  readonly unwatch = watchLife(this, NAME, this.locks, (why) => this.deaths.push(why));

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** Holds its lock and says so. */
  async begin(): Promise<void> {
    this.locks.request(NAME, {}, () => new Promise(() => {})).catch(() => {});
    this.say({ life: 'begun' });
    await settled();
  }

  fail(message?: string): Event {
    const event = Object.assign(new Event('error', { cancelable: true }), message === undefined ? {} : { message });
    this.dispatchEvent(event);
    return event;
  }
}

describe('a worker that is watched', () => {
  it('that ends without a word is noticed when the browser releases its lock, and not before', async () => {
    const worker = new FakeWorker();
    await worker.begin();
    worker.say({ id: 1, value: 'at work' });
    await settled();
    expect(worker.deaths).toEqual([]);
    worker.locks.release(NAME);
    await settled();
    expect(worker.deaths).toEqual(['it ended by itself']);
  });

  it('is not taken for dead before it holds its lock', async () => {
    const worker = new FakeWorker();
    await settled();
    expect([worker.deaths, worker.locks.waiting(NAME)]).toEqual([[], 0]);
  });

  it('that fails is told once, with why; the error goes no further', async () => {
    const worker = new FakeWorker();
    await worker.begin();
    expect(worker.fail('out of memory').defaultPrevented).toBe(true);
    worker.fail('again');
    worker.locks.release(NAME);
    await settled();
    expect(worker.deaths).toEqual(['out of memory']);
  });

  it('that cannot be loaded, or understood, is told', () => {
    const missing = new FakeWorker();
    missing.fail();
    const garbled = new FakeWorker();
    garbled.dispatchEvent(new Event('messageerror'));
    expect([missing.deaths, garbled.deaths]).toEqual([['it could not be loaded'], ['a message could not be read']]);
  });

  it('that was ended, or leaves on purpose, is not told; nothing waits for its lock', async () => {
    const [ended, leaving] = [new FakeWorker(), new FakeWorker()];
    await Promise.all([ended.begin(), leaving.begin()]);
    ended.unwatch();
    leaving.say({ life: 'leaving' });
    for (const worker of [ended, leaving]) {
      expect(worker.locks.waiting(NAME)).toBe(1);
      worker.locks.release(NAME);
      worker.fail('late');
    }
    await settled();
    expect([ended.deaths, leaving.deaths]).toEqual([[], []]);
  });

  it('without locks is watched for errors alone', () => {
    const worker = new EventTarget();
    const deaths: string[] = [];
    watchLife(worker, NAME, null, (why) => deaths.push(why));
    worker.dispatchEvent(new MessageEvent('message', { data: { life: 'begun' } }));
    expect(deaths).toEqual([]);
    worker.dispatchEvent(new Event('error', { cancelable: true }));
    expect(deaths).toHaveLength(1);
  });
});

it('signs of life are told from other messages', () => {
  const isSign = (data: unknown) => isLifeSign(new MessageEvent('message', { data }));
  expect([{ life: 'begun' }, { life: 'leaving' }].map(isSign)).toEqual([true, true]);
  expect([null, 'begun', { life: 'long' }, { id: 1, ok: true }].map(isSign)).toEqual([false, false, false, false]);
});

describe('the endpoint of a worker', () => {
  it('carries messages both ways until it is muted, and keeps no listener afterwards', () => {
    const sent: unknown[] = [];
    const worker = Object.assign(new EventTarget(), { postMessage: (message: unknown) => sent.push(message) });
    const { endpoint, mute } = endpointOf(worker);
    const heard: unknown[] = [];
    const listener = (event: Event) => heard.push((event as MessageEvent).data);
    const also = (event: Event) => heard.push([(event as MessageEvent).data]);
    endpoint.addEventListener('message', listener);
    endpoint.addEventListener('message', also);
    endpoint.removeEventListener('message', also);
    endpoint.postMessage('to it');
    worker.dispatchEvent(new MessageEvent('message', { data: 'from it' }));
    mute();
    worker.dispatchEvent(new MessageEvent('message', { data: 'too late' }));
    expect([sent, heard]).toEqual([['to it'], ['from it']]);
  });
});
