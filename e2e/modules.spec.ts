// Users' own modules in the built app: the template trains, draws and answers; what throws, loops or tries to get out is
// ended in words and changes nothing; tabs that go are told; by REST and without a network it is the same.

import { expect, test } from '@playwright/test';
import { Api } from './pages/api';
import { ModelsPage } from './pages/models';
import { ModulePage } from './pages/modules';
import { expectAccessibleInBoth } from './support/axe';
import { engineOf } from './support/engine';

const TEMPLATE = ['README.md', 'data.csv', 'data.js', 'scalars.js', 'serve.js', 'train.js', 'types.d.ts'];
const WAITS = [
  'export async function train(dir, args, { logger }) {',
  "  if ((await dir.list()).includes('half.txt')) return logger.log('going on');",
  "  await dir.write('half.txt', new Uint8Array(1));",
  "  logger.log('waiting');",
  '  await new Promise(() => {});',
  '}',
].join('\n');
const FOREVER = "export function train(dir, args, { logger }) {\n  logger.log('on and on');\n  for (;;);\n}\n";

test.beforeEach(({ page }) => page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' }));

test('the template trains with arguments, draws its curve and answers; all of it is there after a reload', async ({
  page,
}) => {
  const module = new ModulePage(page);
  await module.begin();
  // By keyboard: out of the text, and into the training.
  await module.editor('train.js').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(module.editor('train.js')).not.toBeFocused();
  await module.giveArguments('--epochs 60');
  await module.trainUntil('finished');
  await expect(module.log).toContainText('60 rows, 2 columns');
  await expect(module.log).toContainText('epoch 60: loss');
  await expect(page.getByTestId('chart-loss').getByRole('img')).toHaveAccessibleName(/loss: from \d+/);
  await expect.poll(() => module.paths()).toHaveLength(TEMPLATE.length + 3);

  await module.tab('Try it');
  await module.ask('[[2, 1]]', 'application/json');
  await expect(module.answer).toHaveText(/^\[ [78]\.\d+ \]$/);
  await module.ask('GIF89a', 'image/gif');
  await expect(module.refused).toContainText('“image/gif” is not read here: send text/csv or application/json.');
  await module.ask('[2]', 'application/json');
  await expect(module.refused).toContainText('A row has 2 numbers, not 1.');
  await module.refused
    .getByRole('button', { name: /^serve\.js:\d+$/ })
    .first()
    .click();
  await module.expectOpen('serve.js');
  // A short file: every word of a long one is looked at.
  await module.open('model.json');
  await expectAccessibleInBoth(page, 'A module that was tried');

  await page.reload();
  await expect(module.status).toContainText('Trained in');
  await expect(page.getByRole('textbox', { name: /^Arguments/ })).toHaveValue('--epochs 60');
  await expect(page.getByTestId('chart-loss').getByRole('img')).toBeVisible();
});

test('a script that is brought in and throws is shown with its stack, which leads to its line, and changes nothing', async ({
  page,
}) => {
  const models = new ModelsPage(page);
  const module = new ModulePage(page);
  const text = [
    'type Rows = readonly number[];',
    'function fit(rows: Rows): never {',
    "  throw new RangeError('nothing in ' + rows.length + ' rows');",
    '}',
    'export async function train(dir: { write(path: string, bytes: Uint8Array): Promise<void> }): Promise<void> {',
    "  await dir.write('half.txt', new Uint8Array(3));",
    '  fit([]);',
    '}',
  ].join('\n');
  await models.open();
  await models.hand({ name: 'mine.ts', mimeType: 'video/mp2t', buffer: Buffer.from(text) });
  await expect(models.found).toContainText('module, scripts');
  await expect(models.found).toContainText('It cannot be asked: no script exports “predict”.');
  await models.keepAs('Throws');
  await module.expectOpen('mine.ts');
  await module.trainUntil('failed');
  await expect(module.training.getByRole('alert')).toContainText('RangeError: nothing in 0 rows');
  await expect(module.stack.getByRole('listitem')).toHaveText(['at fit mine.ts:3', 'at train mine.ts:7']);
  await expectAccessibleInBoth(page, 'A module that threw');
  await module.stack.getByRole('button', { name: 'mine.ts:7' }).click();
  await expect(page.locator('.cm-activeLine')).toContainText('fit([]);');
  expect(await module.paths()).toEqual(['mine.ts']);

  // What cannot be read is said as well, with its line.
  await module.write('mine.ts', 'export function train() {\n  let = ;\n}');
  await module.train.click();
  await expect(module.stack.getByRole('button')).toHaveText(['mine.ts:2']);
});

test('a script that never ends is ended by Stop, by its time, and by a reload, after which it goes on', async ({
  page,
}) => {
  const module = new ModulePage(page);
  await module.begin();
  await module.write('train.js', FOREVER);
  await module.train.click();
  await expect(module.log).toHaveText('on and on');
  await expect(module.sandboxes).toHaveCount(1);
  await module.stop.click();
  await module.expectPhase('stopped');
  await expect(module.sandboxes).toHaveCount(0);

  const limit = page.getByRole('spinbutton', { name: 'Ended after, seconds' });
  await limit.fill('1');
  await limit.press('Enter');
  await module.trainUntil('failed');
  await expect(module.training).toContainText('The training took longer than 1 s. It was ended, and nothing was kept.');

  await limit.fill('600');
  await limit.press('Enter');
  await module.write('train.js', WAITS);
  await module.train.click();
  await expect(module.log).toHaveText('waiting');
  await module.expectPhase('running');
  await expectAccessibleInBoth(page, 'A module at its training');
  await expect.poll(() => module.left()).toBe(1);
  await page.reload();
  await module.expectPhase('interrupted');
  await expect(module.training).toContainText('The module’s files are as they were before.');
  await expect(module.status).toContainText('It had written 1 file');
  expect(await module.paths()).toEqual(TEMPLATE);
  await page.getByRole('button', { name: 'Go on' }).press('Enter');
  await module.expectPhase('finished');
  await expect(module.log).toHaveText(/^waiting\n— interrupted, and begun again —\ngoing on$/);
  await expect.poll(() => module.paths()).toContain('half.txt');
});

test('a script reaches nothing but its files', async ({ page, baseURL }) => {
  const module = new ModulePage(page);
  await module.begin();
  const tries = {
    fetch: `fetch('${baseURL}/')`,
    database: "new Promise((ok, no) => { const o = indexedDB.open('millrace'); o.onsuccess = ok; o.onerror = no; })",
    scripts: `Promise.resolve(importScripts('${baseURL}/theme.js'))`,
    imported: `import('${baseURL}/theme.js')`,
    storage: 'navigator.storage.getDirectory()',
    socket: `new Promise((ok, no) => { const s = new WebSocket('${baseURL?.replace('http', 'ws')}'); s.onopen = ok; s.onerror = no; })`,
    page: 'Promise.resolve(document.title)',
  };
  const body = Object.entries(tries).map(
    ([name, what]) => `  try { await ${what}; logger.log('${name}: out'); } catch (e) { logger.log('${name}: no'); }`,
  );
  await module.write('train.js', `export async function train(dir, args, { logger }) {\n${body.join('\n')}\n}\n`);
  await module.trainUntil('finished');
  await expect(module.log).toHaveText(
    Object.keys(tries)
      .map((name) => `${name}: no`)
      .join('\n'),
  );
});

test('other tabs see a training; it ends with the tab that runs it, and they say so', async ({ context }) => {
  const [first, second] = [await context.newPage(), await context.newPage()];
  const id = await new ModulePage(first).begin();
  await second.goto(`./#/models/${id}`);
  await new ModulePage(second).expectOpen('train.js');
  const [leader, follower] = engineOf(first) ? [first, second] : [second, first];
  // The tab on show runs it.
  await leader.evaluate(() => Object.defineProperty(document, 'hidden', { get: () => true }));
  const [seen, running] = [new ModulePage(leader), new ModulePage(follower)];
  await running.write('train.js', FOREVER);
  await expect(seen.editor('train.js')).toContainText('for (;;);');
  await seen.train.click();
  await expect(seen.log).toHaveText('on and on');
  await running.expectPhase('running');
  await expect(running.sandboxes).toHaveCount(1);
  await follower.close();
  await seen.expectPhase('interrupted');
  await expect(seen.training).toContainText('The tab that it ran in was closed or loaded anew.');
  await expect(seen.train).toBeEnabled();
});

test('by REST, and without a network: made, trained, asked, refused', async ({ page, context }) => {
  const api = await new Api(page).open('models');
  const { id } = await api.ok('POST', '/models/modules', { name: 'By REST' });
  const predict = (type: string, accept: string, body: string) =>
    page.evaluate(
      async ([at, contentType, accepted, text]) => {
        const headers = { 'Content-Type': contentType, Accept: accepted };
        const response = await fetch(`api/models/${at}/predict`, { method: 'POST', headers, body: text });
        return { status: response.status, type: response.headers.get('Content-Type'), text: await response.text() };
      },
      [String(id), type, accept, body] as const,
    );
  await context.setOffline(true);
  await page.reload();
  await api.ready();
  await api.ok('POST', `/models/${id}/train`, { args: ['--epochs', '40'], tensorboard: true });
  const training = async () => (await api.ok('GET', '/models/training')).training;
  await expect.poll(training).toMatchObject({ phase: 'finished', args: ['--epochs', '40'], error: null });
  expect(await predict('text/csv', 'text/csv', '2,1')).toMatchObject({
    status: 200,
    type: 'text/csv',
    text: expect.stringMatching(/^[67]\.\d+\n$/),
  });
  expect(await predict('image/gif', '*/*', 'GIF89a')).toMatchObject({ status: 415 });
  expect(await predict('text/csv', 'image/png', '2,1')).toMatchObject({ status: 406 });
  const threw = await predict('text/csv', '*/*', '1,2,3');
  expect(threw.status).toBe(422);
  expect(JSON.parse(threw.text)).toMatchObject({
    error: 'Error: A row has 2 numbers, not 3.',
    details: [{ field: 'predict', message: expect.stringContaining('(serve.js:') }],
  });

  const module = new ModulePage(page);
  await page.goto(`./#/models/${id}`);
  await module.expectOpen('train.js');
  await expect(module.status).toContainText('Trained in');
  await module.trainUntil('finished');
  await context.setOffline(false);
});
