// Labelling, by key and many at once, as a person with many texts does it.

import { expect, type Page, test } from '@playwright/test';
import { sampleReviews } from '../src/ml/samples/reviews';
import { LabelPage } from './pages/label';
import { type Watch, watch } from './support/watch';

let quiet: Watch;

test.beforeEach(({ context, baseURL }) => {
  quiet = watch(context, new URL(baseURL!).origin);
});

async function open(page: Page, texts: readonly string[]): Promise<LabelPage> {
  const label = new LabelPage(page);
  await label.open();
  if (texts.length > 0) await label.add(texts);
  return label;
}

const SAMPLES = sampleReviews().map(({ text }) => text);

test('from nothing: sample reviews, labelled by key, put off, taken back; a reload loses nothing', async ({ page }) => {
  const label = await open(page, []);
  await page.getByRole('button', { name: 'Try 12 sample reviews' }).click();
  const first = await label.shown();
  await label.press('positive');
  await label.expectLabelled(1);
  await expect(label.said).toContainText(/^Labelled positive\. 11 left\. Next: /);
  await label.press('skip');
  await label.press('negative');
  await label.expectLabelled(2);
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  await expect(label.text).toHaveText(first);
  await expect(label.progress).toHaveText('0 of 12 labelled, 12 left');
  await expect(label.button(/^Undo/)).toBeDisabled();
  await label.press('positive');
  await page.reload();
  await label.expectLabelled(1);
  expect(await label.shown()).not.toBe(first);
  await label.search.fill(first.slice(0, 40));
  await expect(label.row(first.slice(0, 40))).toContainText('positive');
  quiet.expectQuiet();
});

test('forty reviews with the keyboard alone, faster than they are stored; a reload right after the last key', async ({
  page,
}) => {
  const label = await open(page, SAMPLES.slice(0, 45));
  await label.shown();
  // No waiting in between: what is at hand is there already.
  for (let i = 0; i < 40; i++) await page.keyboard.press(i % 2 === 0 ? 'p' : 'ArrowLeft');
  await label.expectLabelled(40);
  await page.reload();
  await label.expectLabelled(40);
  await expect(label.counts).toHaveText('20 positive, 20 negative, 5 without a label');
  quiet.expectQuiet();
});

test('a key held down labels one; keys rest while something is written, and while the text is out of sight', async ({
  page,
}) => {
  const label = await open(page, SAMPLES.slice(0, 30));
  await label.order('As they came');
  await label.shown();
  await page.keyboard.down('p');
  for (let i = 0; i < 5; i++) await page.keyboard.down('p');
  await page.keyboard.up('p');
  await label.expectLabelled(1);
  await label.search.pressSequentially('nsp');
  await expect(label.search).toHaveValue('nsp');
  await label.search.fill('');
  await expect(label.rows).toHaveCount(30);
  // In the list it is the review with the focus that a key labels.
  const newest = label.rows.first();
  await newest.getByRole('checkbox').focus();
  const atHand = await label.shown();
  await page.keyboard.press('n');
  await expect(newest).toContainText('negative');
  await label.expectLabelled(2);
  expect(await label.shown()).toBe(atHand);
  await page.keyboard.press('u');
  await label.expectLabelled(1);
  // A switch is no text field.
  const hint = label.hand.getByRole('switch', { name: 'Show what the model thinks' });
  await hint.click();
  await page.keyboard.press('n');
  await label.expectLabelled(2);
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
  await label.button(/^Keys$/).click();
  await page.getByRole('button', { name: 'As they were' }).click();
  const letters = page.getByRole('switch', { name: 'Letter keys' });
  const positive = label.button(/^Positive$/);
  await letters.click();
  await page.keyboard.press('p');
  await label.expectLabelled(1);
  await expect(positive).toHaveAttribute('aria-keyshortcuts', 'ArrowRight');
  await letters.click();
  await expect(positive).toHaveAttribute('aria-keyshortcuts', 'P ArrowRight');
  await page.keyboard.press('p');
  await label.expectLabelled(2);
});

test('all of them deleted come back, by key or by the button', async ({ page }) => {
  const label = await open(page, SAMPLES.slice(0, 3));
  for (const takeBack of [() => page.keyboard.press('Control+z'), () => label.takeBack.click()]) {
    await page.getByRole('checkbox', { name: 'All on this page' }).check();
    await label.bulk('Delete').click();
    await expect(page.getByText('Deleted 3 reviews. Take it back')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Reviews to label' })).toBeVisible();
    await takeBack();
    await expect(label.counts).toHaveText('0 positive, 0 negative, 3 without a label');
  }
});

test('many at once: found, chosen, labelled, edited, deleted; each is undone in its turn', async ({ page }) => {
  const label = await open(page, [...SAMPLES.slice(0, 60), 'Zebra here.', 'zebra  here.']);
  await expect(label.rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(label.rows).toHaveCount(12);
  await page.getByRole('checkbox', { name: 'All on this page' }).check();
  await label.bulk('Positive').press('Enter');
  await expect(label.counts).toHaveText('12 positive, 0 negative, 50 without a label');
  await expect(label.said).toHaveText('Labelled positive: 12 reviews.');
  // Nothing is chosen any more, and the keyboard is where it was.
  await expect(label.bulk('Positive')).toBeDisabled();
  await expect(label.bulk('Positive')).toBeFocused();
  await label.takeBack.click();
  await expect(label.counts).toHaveText('0 positive, 0 negative, 62 without a label');

  // All of them, on whatever page.
  await page.getByRole('button', { name: 'Choose all 62 that match' }).click();
  await expect(page.getByRole('checkbox', { name: '62 reviews chosen' })).toBeChecked();
  await label.bulk('Negative').click();
  await expect(label.counts).toHaveText('0 positive, 62 negative, 0 without a label');
  await label.takeBack.click();
  await expect(label.counts).toHaveText('0 positive, 0 negative, 62 without a label');

  // From one to another, with Shift.
  await label.rows.nth(1).getByRole('checkbox').click();
  await label.rows
    .nth(5)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(page.getByRole('checkbox', { name: '5 reviews chosen' })).toBeVisible();
  await label.bulk('Negative').click();
  await expect(label.counts).toHaveText('0 positive, 5 negative, 57 without a label');

  await label.search.fill('zebra');
  await expect(label.rows).toHaveCount(2);
  await label.rows.last().getByRole('button', { name: 'Change the text' }).click();
  await page.getByRole('textbox', { name: 'Text of the review' }).fill('Zebra there.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(label.row('Zebra there.')).toBeVisible();
  await label.row('Zebra there.').getByRole('button', { name: 'Delete the review' }).click();
  await expect(label.row('Zebra there.')).toHaveCount(0);
  await label.takeBack.click();
  await expect(label.row('Zebra there.')).toBeVisible();
  await label.takeBack.click();
  await expect(label.row('Zebra there.')).toHaveCount(0);
  await label.takeBack.press('Enter');
  await expect(label.counts).toHaveText('0 positive, 0 negative, 62 without a label');
  await expect(label.takeBack).toHaveCount(0);
  await expect(page.locator(':focus')).toHaveCount(1);
  quiet.expectQuiet();
});

test('texts come in pasted, one a line or as a table, and from a file', async ({ page }) => {
  const label = await open(page, []);
  await label.paste('First of all.\r\n\r\nSecond, with a comma.\n');
  await page.getByRole('button', { name: 'Add them' }).click();
  await expect(label.progress).toHaveText('0 of 2 labelled, 2 left');
  await page.getByRole('button', { name: 'Bring in more reviews' }).click();
  await label.paste('review,sentiment\n"Lovely, it was",pos\nA bore,neg\nFine,\n');
  await page.getByText('A table (CSV, JSON lines)').click();
  await page.getByRole('button', { name: 'Look at it' }).last().click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(label.counts).toHaveText('1 positive, 1 negative, 3 without a label');
  await page.getByRole('button', { name: 'Take them back' }).click();
  await expect(label.counts).toHaveText('0 positive, 0 negative, 2 without a label');
  quiet.expectQuiet();
});

test('a table that cannot be read stays in its field, to be mended', async ({ page }) => {
  const label = await open(page, []);
  const field = page.getByRole('textbox', { name: 'Paste reviews' });
  const look = page.getByRole('button', { name: 'Look at it' });
  const broken = '[{"review": "Lovely, it was"}, {"review": "A bo';
  await label.paste(broken);
  await page.getByText('A table (CSV, JSON lines)').click();
  await look.click();
  await expect(page.getByText('This is not valid JSON')).toBeVisible();
  await expect(field).toHaveValue(broken);
  await label.paste(`${broken}re"}]`);
  await look.click();
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeVisible();
  await expect(field).toHaveValue('');
  quiet.expectQuiet();
});

test('on a phone of 360 pixels nothing is cut off, and the buttons are in reach', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const label = await open(page, SAMPLES.slice(0, 20));
  await label.shown();
  await expect(label.button(/^Positive/)).toBeInViewport();
  await label.button(/^Positive/).click();
  await label.expectLabelled(1);
  const [content, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content).toBeLessThanOrEqual(room!);
});
