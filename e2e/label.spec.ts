// Labelling, by key and many at once, as a person with many texts does it.

import { expect, type Page, test } from '@playwright/test';
import { sampleReviews } from '../src/ml/samples/reviews';
import { Api } from './pages/api';
import { LabelPage } from './pages/label';
import { watch } from './support/watch';

async function open(page: Page, texts: readonly string[]): Promise<LabelPage> {
  const label = new LabelPage(page);
  await label.open();
  const api = await new Api(page).ready();
  if (texts.length > 0) await api.ok('POST', '/reviews', { reviews: texts.map((text) => ({ text })) });
  return label;
}

test('from nothing: sample reviews, labelled by key, put off, taken back; a reload loses nothing', async ({
  page,
  context,
}) => {
  const quiet = watch(context, new URL(test.info().project.use.baseURL ?? '').origin);
  const label = await open(page, []);
  await page.getByRole('button', { name: 'Try 12 sample reviews' }).click();
  const first = await label.shown();
  await label.press('positive');
  await label.expectLabelled(1);
  await label.press('skip');
  await label.press('negative');
  await label.expectLabelled(2);
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  await expect(label.text).toHaveText(first);
  await expect(label.progress).toContainText('0 of 12 labelled');
  await expect(label.button(/^Undo/)).toBeDisabled();
  await label.press('positive');
  await page.reload();
  await label.expectLabelled(1);
  expect(await label.shown()).not.toBe(first);
  await label.search.fill(first.slice(0, 40));
  await expect(label.row(first.slice(0, 40))).toContainText('positive');
  quiet.expectQuiet();
});

test('what was put off comes last, and every review gets its label', async ({ page }) => {
  const label = await open(page, ['One of three.', 'Two of three.', 'Three of three.']);
  const put = await label.shown();
  await label.press('skip');
  await label.press('positive');
  await label.press('negative');
  await expect(label.text).toHaveText(put);
  await page.keyboard.press('ArrowLeft');
  await expect(label.through).toBeVisible();
  await expect(label.counts).toHaveText('1 positive, 2 negative, 0 without a label');
});

test('the model’s least sure ones come first once it has looked at them', async ({ page }) => {
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
  await expect(label.hand.getByTestId('hint')).toContainText('The model says');
});

test('keys are the person’s to choose, and stay', async ({ page }) => {
  const label = await open(page, ['One.', 'Two.', 'Three.']);
  await label.shown();
  await label.button(/^Keys$/).click();
  const key = page.getByRole('button', { name: /^Key for positive/ });
  await key.click();
  await page.keyboard.press('n');
  await expect(page.getByText('“N” is the key for negative already.')).toBeVisible();
  await page.keyboard.press('g');
  await expect(key).toContainText('G');
  await page.reload();
  await label.shown();
  await page.keyboard.press('p');
  await label.expectLabelled(0);
  await page.keyboard.press('g');
  await label.expectLabelled(1);
});

test('many at once: found, chosen, labelled, taken back, edited, deleted and put back', async ({ page }) => {
  const texts = sampleReviews()
    .slice(0, 60)
    .map(({ text }) => text);
  const label = await open(page, [...texts, 'Same text.', 'same  text.']);
  await expect(label.rows).toHaveCount(50);
  await page.getByRole('button', { name: 'On', exact: true }).click();
  await expect(label.rows).toHaveCount(12);
  await page.getByRole('checkbox', { name: 'All on this page' }).check();
  await page.getByRole('button', { name: 'Positive', exact: true }).click();
  await expect(label.counts).toHaveText('12 positive, 0 negative, 50 without a label');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(label.counts).toHaveText('0 positive, 0 negative, 62 without a label');

  await label.search.fill('same');
  await label.row('same  text.').first().getByRole('button', { name: 'Change the text' }).click();
  await page.getByRole('textbox', { name: 'Text of the review' }).fill('Same text, again.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(label.row('Same text, again.')).toBeVisible();
  await label.row('Same text, again.').getByRole('button', { name: 'Delete the review' }).click();
  await expect(label.row('Same text, again.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(label.row('Same text, again.')).toBeVisible();
});

test('duplicates are found, and one of each is kept', async ({ page }) => {
  const label = await open(page, ['Twice told.', ' twice  TOLD. ', 'Once.']);
  await page.getByRole('button', { name: 'Find duplicates' }).click();
  await expect(page.getByText('1 text more than once')).toBeVisible();
  await page.getByRole('button', { name: 'Keep one of each' }).click();
  await expect(page.getByText('No two texts are equal.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to all' }).click();
  await expect(label.rows).toHaveCount(2);
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
