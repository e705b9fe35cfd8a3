// Labelling of texts that came in by REST: what the model thinks of them, labels to look at again, duplicates, hostile
// texts, a folder kept in step.

import { expect, type Page, test } from '@playwright/test';
import { Api } from './pages/api';
import { LabelPage } from './pages/label';
import { type Watch, watch } from './support/watch';

let quiet: Watch;

test.beforeEach(({ context, baseURL }) => {
  quiet = watch(context, new URL(baseURL!).origin);
});

async function open(page: Page, texts: readonly string[]): Promise<LabelPage> {
  const label = new LabelPage(page);
  await label.open();
  const api = await new Api(page).ready();
  if (texts.length > 0) await api.ok('POST', '/reviews', { reviews: texts.map((text) => ({ text })) });
  return label;
}

test('the model’s least sure ones come first; what it thinks, and why, can be seen or hidden', async ({ page }) => {
  const texts = ['A wonderful film, I loved it.', 'It was what it was.', 'Dreadful, a waste of time.'];
  const label = await open(page, texts);
  const api = new Api(page);
  await expect
    .poll(async () => ((await api.ok('GET', '/reviews/queue?order=uncertainty')) as { scored: number }).scored)
    .toBe(3);
  const { reviews } = (await api.ok('GET', '/reviews/queue?order=uncertainty')) as {
    reviews: { text: string; score: number }[];
  };
  const sure = reviews.map(({ score }) => Math.abs(score - 0.5));
  expect(sure).toEqual([...sure].sort((a, b) => a - b));
  await page.reload();
  await expect(label.text).toHaveText(reviews[0]?.text ?? '');
  await expect(label.hint).toContainText(/The model says (very )?(negative|mixed|positive), 0\.\d\d/);
  await label.order('Surest first');
  await label.press('skip');
  await expect(label.text).toHaveText(reviews[2]?.text ?? '');
  await label.hand.getByRole('switch', { name: 'Mark the words' }).click();
  await expect(label.text.locator('mark').first()).toBeVisible();
  await label.hand.getByRole('switch', { name: 'Show what the model thinks' }).click();
  await expect(label.hint).toHaveCount(0);
  await expect(label.text.locator('mark')).toHaveCount(0);
  await page.reload();
  await label.shown();
  await expect(label.hint).toHaveCount(0);
});

test('labels the model would give otherwise are checked: kept, changed, taken back; a kept one does not come again', async ({
  page,
}) => {
  const label = await open(page, []);
  const api = new Api(page);
  const reviews = [
    { text: 'A wonderful film, I loved every minute.', sentiment: 0 },
    { text: 'Dreadful, a boring waste of time.', sentiment: 1 },
    { text: 'The best film of the year, superb and moving.', sentiment: 1 },
    { text: 'It was what it was.' },
  ];
  await api.ok('POST', '/reviews', { reviews });
  await label.order('Check my labels');
  await expect(label.progress).toHaveText('2 labels to look at again', { timeout: 60_000 });
  const first = await label.shown();
  const own = label.hand.getByTestId('own-label');
  await expect(own).toHaveText(first.startsWith('A wonderful') ? 'You said negative.' : 'You said positive.');
  const [same, other] = first.startsWith('A wonderful') ? (['n', 'p'] as const) : (['p', 'n'] as const);
  await page.keyboard.press(other);
  await expect(label.said).toContainText('Changed to');
  await expect(label.progress).toHaveText('1 label to look at again');
  await page.keyboard.press('u');
  await expect(label.text).toHaveText(first);
  await page.keyboard.press(same);
  await expect(label.said).toContainText('Left as it is.');
  await page.reload();
  await expect(label.progress).toHaveText('1 label to look at again', { timeout: 60_000 });
  expect(await label.shown()).not.toBe(first);
  await page.keyboard.press(same);
  await expect(label.hand.getByTestId('checked')).toContainText(
    'No label is left that the model would give otherwise.',
  );
  await expect(label.counts).toContainText(same === 'n' ? '1 positive, 2 negative' : '3 positive, 0 negative');
  await page.getByRole('button', { name: 'Label the 1 review left' }).click();
  await expect(label.text).toHaveText('It was what it was.');
  quiet.expectQuiet();
});

test('duplicates are found, the one to keep is chosen for one and for all, and it can be taken back', async ({
  page,
}) => {
  const label = await open(page, ['Twice told.', ' twice  TOLD. ', 'Once.']);
  const radios = page.getByRole('list', { name: 'Duplicates' }).getByRole('radio');
  for (const keep of ['Keep one of each', 'Keep this one']) {
    await page.getByRole('button', { name: 'Find duplicates' }).click();
    await expect(page.getByText('1 text more than once')).toBeVisible();
    await radios.nth(1).check();
    await expect(radios.nth(0)).not.toBeChecked();
    await page.getByRole('button', { name: keep }).press('Enter');
    await expect(page.getByText('No two texts are equal.')).toBeVisible();
    // Its button is gone, the focus is not.
    await expect(page.locator(':focus')).toContainText('No two texts are equal.');
    await page.getByRole('button', { name: 'Back to all' }).click();
    await expect(label.rows).toHaveCount(2);
    // What was put back comes last among its equals: the other one is the second then.
    await expect(label.rows.filter({ hasText: keep === 'Keep one of each' ? /TOLD/ : /Twice told/ })).toHaveCount(1);
    await label.takeBack.click();
    await expect(label.rows).toHaveCount(3);
  }
});

test('hostile texts are texts, in the queue and in the list', async ({ page }) => {
  const hostile = [
    '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>',
    '\u202eevil\u202c and\u200b zero\u200dwidth',
    'x'.repeat(60_000),
    '   ',
  ];
  const label = await open(page, hostile);
  await label.order('As they came');
  await expect(label.rows).toHaveCount(4);
  await label.row('<img').getByRole('button', { name: /<img/ }).click();
  await label.hand.click({ position: { x: 2, y: 2 } });
  for (let i = 0; i < hostile.length; i++) await label.press(i % 2 === 0 ? 'positive' : 'negative');
  await expect(label.through).toBeVisible();
  await expect(page.locator('main img, main script')).toHaveCount(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  quiet.expectQuiet();
});

test('a folder is kept in step, and what is taken away is whole and harmless', async ({ page }) => {
  await page.addInitScript(() => {
    // The browser's own dialog cannot be driven: a folder of the origin stands in for the chosen one.
    Object.assign(window, { showDirectoryPicker: () => navigator.storage.getDirectory() });
  });
  const label = await open(page, []);
  const api = new Api(page);
  const hostile = '=HYPERLINK("http://x")<script>window.hacked = 1</script>\u202etxt';
  await api.ok('POST', '/reviews', {
    reviews: [
      { text: hostile, sentiment: 1 },
      { text: 'Plain.', sentiment: 0 },
    ],
  });
  await expect(label.row('HYPERLINK')).toBeVisible();
  await page.getByRole('button', { name: 'Keep a folder in step' }).click();
  const files = () =>
    page.evaluate(async () => {
      const found: string[] = [];
      const root = await navigator.storage.getDirectory();
      for (const name of ['pos', 'neg']) {
        const folder = await root.getDirectoryHandle(name, { create: true });
        for await (const file of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
          found.push(`${name}/${file}`);
      }
      return found.sort();
    });
  await expect.poll(files).toEqual(['neg/2.txt', 'pos/1.txt']);
  await api.ok('PATCH', '/reviews/2', { sentiment: 1 });
  await expect.poll(files).toEqual(['pos/1.txt', 'pos/2.txt']);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  const stream = await download.createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  expect(Buffer.concat(parts).toString('utf8')).toContain('"\'=HYPERLINK(""http://x"")');
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});
