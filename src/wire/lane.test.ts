// A lane leads to the engine that runs, and ends when that engine is another, whoever else answers.

import { type Endpoint, expose } from 'comlink';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineDoor } from './door';
import { CHANNELS, type Hello } from './events';
import { type Channel, connectLane, type Meeting, onHello, sayHello, serveLanes } from './lane';

const TIMING = { hello: 5, probe: 10, patience: 100 };

let prefix: string;
let open: Channel[];
let meeting: Meeting;

beforeEach(() => {
  prefix = `test-${crypto.randomUUID()}:`;
  open = [];
  meeting = {
    // The client's lock is held as long as it lives: nobody else gets it in here.
    locks: { request: (name, _options, callback) => (held.has(name) ? new Promise(() => {}) : hold(name, callback)) },
    openChannel: (name) => {
      const channel: Channel = new BroadcastChannel(prefix + name);
      open.push(channel);
      return channel;
    },
  };
});
afterEach(() => {
  for (const channel of open) channel.close();
});

const held = new Set<string>();
function hold(name: string, callback: () => Promise<unknown>): Promise<unknown> {
  held.add(name);
  return callback();
}

const doorOf = (engine: string): EngineDoor => ({
  engine: async () => engine,
  call: async () => engine,
  flush: async () => {},
});

/** Answers on the meeting channel as told. */
function answer(reply: (message: Hello, say: (message: Hello) => void) => void): void {
  const hello = meeting.openChannel(CHANNELS.hello);
  onHello(hello, (message) => reply(message, (own) => sayHello(hello, own)));
}

/** An engine that lets itself be found, but answers nothing any more. */
function answerAsDead(engine: string): void {
  answer((message, say) => {
    if (message.type === 'hello') say({ type: 'ready', lane: message.lane, engine });
  });
}

const connect = () => connectLane(meeting, AbortSignal.timeout(5_000), TIMING);

it('leads to the engine', async () => {
  const stop = serveLanes(meeting, 'one', doorOf('one'), () => {});
  const link = await connect();
  expect(link?.engine).toBe('one');
  expect(await link?.confirm()).toBe(true);
  link?.end('closed');
  stop();
});

it('is not taken in by an engine that thaws after another has announced itself', async () => {
  answer((message, say) => {
    if (message.type !== 'hello') return;
    say({ type: 'engine', engine: 'new' });
    say({ type: 'ready', lane: message.lane, engine: 'old' });
    const lane = meeting.openChannel(CHANNELS.lane(`${message.lane}:new`));
    expose(doorOf('new'), lane as Endpoint);
    say({ type: 'ready', lane: message.lane, engine: 'new' });
  });
  const link = await connect();
  expect(link?.engine).toBe('new');
  expect(await link?.confirm()).toBe(true);
  link?.end('closed');
});

it('ends when its engine is gone, although the tab of another answers', async () => {
  answerAsDead('old');
  answer((message, say) => {
    if (message.type === 'ping') say({ type: 'beat', engine: 'new' });
  });
  const link = await connect();
  expect(link?.engine).toBe('old');
  const asked = link?.confirm();
  expect(await link?.lost).toBe('silent');
  expect(await asked).toBe(false);
});

it('lasts while the tab answers for its busy engine, or for one that it starts', async () => {
  answerAsDead('busy');
  let name = 'busy';
  const beats = vi.fn();
  answer((message, say) => {
    if (message.type !== 'ping') return;
    beats();
    say({ type: 'beat', engine: name });
  });
  const link = await connect();
  await vi.waitFor(() => expect(beats.mock.calls.length).toBeGreaterThan(15));
  name = '';
  await vi.waitFor(() => expect(beats.mock.calls.length).toBeGreaterThan(30));
  expect(link?.alive).toBe(true);
  link?.end('closed');
});
