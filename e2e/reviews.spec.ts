// The Reviews page in the built app: scores as one types, why, odd texts, labels, after a reload.

import { expect, test } from '@playwright/test';
import { ReviewsPage } from './pages/reviews';
import { type Watch, watch } from './support/watch';

let seen: Watch;
let reviews: ReviewsPage;

test.beforeEach(async ({ page, context, baseURL }) => {
  seen = watch(context, new URL(baseURL!).origin);
  reviews = new ReviewsPage(page);
});

test.afterEach(() => seen.expectQuiet());

test.describe('scoring', () => {
  test('praise and blame fall on their sides, as one types, and it is said who answered', async ({ page }) => {
    await reviews.open();
    await expect(reviews.field).toBeFocused();
    await reviews.field.pressSequentially('A wonderful, moving film with a brilliant cast. I loved every minute.');
    await expect.poll(() => reviews.shown()).toBeGreaterThan(0.8);
    await expect(reviews.verdict).toHaveText('very positive');
    expect(await reviews.scoreOf('A boring, badly acted mess. The worst film I have ever seen.')).toBeLessThan(0.2);
    await expect(reviews.verdict).toHaveText('very negative');
    await expect(reviews.status).toContainText(/M\sparameters · .+\sMB · WASM.* · [\d.]+ ms/);
    await expect(reviews.status).not.toContainText('English');
    await reviews.scoreOf('Der Film war leider viel zu lang und an keiner Stelle spannend.');
    await expect(reviews.status).toContainText('This seems not to be in English');
    await expect(page.getByRole('region', { name: 'Score' })).toContainText('Not in English?');
    await reviews.field.fill('   ');
    await expect(reviews.score).toHaveCount(0);
  });

  test('examples are one click away and lie where their names say', async () => {
    await reviews.open();
    await reviews.example('Delighted');
    await expect.poll(() => reviews.shown()).toBeGreaterThan(0.8);
    await reviews.example('Let down');
    await expect.poll(() => reviews.shown()).toBeLessThan(0.2);
  });

  test('says openly how much of a long text was read', async () => {
    await reviews.open();
    await reviews.scoreOf('A long and winding tale about nothing much. '.repeat(400));
    await expect(reviews.status).toContainText(
      /Read [\d,]+ of [\d,]+ word pieces \(tokens\): the beginning and the end\./,
    );
  });

  test('is not upset by odd texts', async ({ page }) => {
    await reviews.open();
    await reviews.marking.check();
    for (const [name, text] of [
      ['HTML', '<img src=x onerror="document.title=1"><script>document.title=2</script>'],
      ['two directions', 'ممتاز جدا film \u202Eesrever\u202C, שלום'],
      ['nothing to see', '\u200B\u200D\uFEFF\u00AD'],
      ['lone surrogates', 'a \uD800 b \uDC00 c'],
      ['pictures', '👍🏽👨‍👩‍👧‍👦🎬 ❤️'],
      ['Chinese', '这部电影很好看，我非常喜欢。'],
    ] as const) {
      await test.step(name, async () => {
        await reviews.field.fill('');
        await expect(reviews.score).toHaveCount(0);
        await reviews.field.fill(text);
        await expect(reviews.score).toHaveText(/^\d\.\d\d$/);
        await expect(reviews.explanation).toBeVisible();
        await expect(page).toHaveTitle('Reviews · Millrace');
        expect(await reviews.scoreOf('A wonderful film, brilliant and warm.')).toBeGreaterThan(0.7);
      });
    }
  });

  test('a megabyte of one word neither breaks nor holds up the page', async ({ page }) => {
    await reviews.open();
    await reviews.marking.check();
    await reviews.field.evaluate((field: HTMLTextAreaElement) => {
      // As a paste would: past React's own notes of what the field holds.
      const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value') ?? {};
      set?.call(field, 'x'.repeat(1_000_000));
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await expect(reviews.score).toHaveText(/^\d\.\d\d$/, { timeout: 60_000 });
    await expect(page.getByText('Longer than 20,000 characters: scored, but not marked.')).toBeVisible();
    expect(await reviews.scoreOf('Dreadful. A boring mess.')).toBeLessThan(0.3);
  });
});

test.describe('the explanation', () => {
  test('marks the words that push, names its method, and goes with the text', async () => {
    await reviews.open();
    await reviews.scoreOf('An excellent start and a terrible end.');
    await reviews.marking.check();
    await expect(reviews.marks.filter({ hasText: 'excellent' })).toHaveAttribute('data-sign', 'positive');
    await expect(reviews.marks.filter({ hasText: 'terrible' })).toHaveAttribute('data-sign', 'negative');
    await expect(reviews.explanation).toContainText(/integrated gradients|exact/);
    await expect(reviews.explanation).toContainText('log-odds');

    // By keyboard: the caret on a word shows its weight.
    await reviews.field.press('Home');
    for (let step = 0; step < 5; step++) await reviews.field.press('ArrowRight');
    await expect(reviews.explanation).toContainText(/“excellent” here: \+\d/);

    await reviews.field.press('End');
    await reviews.field.pressSequentially(' Superb!');
    await expect(reviews.marks.filter({ hasText: 'Superb' })).toHaveAttribute('data-sign', 'positive');
    await reviews.marking.uncheck();
    await expect(reviews.marks).toHaveCount(0);
  });

  test('lies letter for letter over the text, also where that scrolls', async () => {
    await reviews.open();
    await reviews.field.fill('It was neither here nor there, and then some more of it again. '.repeat(40).concat('\n'));
    await reviews.marking.check();
    await expect(reviews.explanation).toBeVisible();
    const apart = await reviews.field.evaluate((field: HTMLTextAreaElement) => {
      const marks = field.parentElement?.querySelector('[aria-hidden]');
      return marks ? Math.abs(field.scrollHeight - marks.scrollHeight) : Number.POSITIVE_INFINITY;
    });
    expect(apart).toBeLessThanOrEqual(1);
    // The field was scrolled to its end before there were marks.
    await expect
      .poll(() =>
        reviews.field.evaluate(
          (field) =>
            field.scrollTop > 0 && field.scrollTop === field.parentElement?.querySelector('[aria-hidden]')?.scrollTop,
        ),
      )
      .toBe(true);
  });
});

test.describe('labels', () => {
  test('kept by key, taken back, relabelled, removed; draft and labels are there after a reload', async ({ page }) => {
    await reviews.open();
    await reviews.keep('Great fun from start to end.', 'positive');
    await reviews.keep('Dull and much too long.', 'negative');
    await reviews.keep('No idea what this was about.', 'negative');
    await reviews.label.getByRole('button', { name: 'Take it back' }).press('Enter');
    await expect(page.locator(':focus')).toHaveAccessibleName('Label');
    await expect(reviews.field).toHaveValue('No idea what this was about.');
    await reviews.expectCounts(1, 1);

    const last = reviews.labels.filter({ hasText: 'Dull' });
    await last.getByText('Positive', { exact: true }).click();
    await reviews.expectCounts(2, 0);
    await last.getByText('Negative', { exact: true }).click();
    await reviews.expectCounts(1, 1);

    await reviews.field.fill('Written, and not kept yet.');
    await reviews.shown();
    await page.waitForTimeout(600);
    await reviews.reload();
    await expect(reviews.field).toHaveValue('Written, and not kept yet.');
    await reviews.expectCounts(1, 1);
    await reviews.bin('Dull').click();
    await reviews.expectCounts(1, 0);
  });

  test('what the bin took can be brought back, and the keyboard stays in the list', async ({ page }) => {
    await reviews.open();
    await reviews.keep('Great fun from start to end.', 'positive');
    await reviews.keep('Dull and much too long.', 'negative');
    await reviews.expectCounts(1, 1);
    await reviews.bin('Dull').press('Enter');
    await expect(reviews.bin('Great fun')).toBeFocused();
    await expect(reviews.labels).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(page.getByText('No labels yet')).toBeVisible();
    await expect(page.getByRole('tabpanel', { name: 'Labels' })).toBeFocused();
    const undo = page.getByRole('button', { name: 'Undo', exact: true });
    await undo.first().click();
    await expect(undo).toHaveCount(1);
    // Without a mouse: there by F6, and afterwards where one was.
    const tab = page.getByRole('tab', { name: 'Labels' });
    await tab.focus();
    await page.keyboard.press('F6');
    await expect(undo).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(tab).toBeFocused();
    await reviews.expectCounts(1, 1);
  });

  test('bare keys keep a review only while nothing is being written', async ({ page }) => {
    await reviews.open();
    await reviews.field.fill('Splendi');
    await reviews.field.press('p');
    await expect(reviews.field).toHaveValue('Splendip');
    await page.getByRole('tab', { name: 'Labels' }).focus();
    await page.keyboard.press('p');
    await expect(reviews.label).toContainText('Kept as positive');
    await page.keyboard.press('u');
    await expect(reviews.field).toHaveValue('Splendip');
    // The button empties the field, and the next one can be written.
    await reviews.label.getByRole('button', { name: /^Negative/ }).press('Enter');
    await expect(reviews.field).toBeFocused();
    await expect(reviews.field).toHaveValue('');
  });
});

test('on a phone of 360 pixels nothing is cut off, and the controls are below', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await reviews.open();
  await expect(reviews.field).not.toBeFocused();
  await reviews.example('Torn');
  await reviews.shown();
  await reviews.marking.check();
  await expect(reviews.explanation).toBeVisible();
  await page.getByRole('button', { name: 'See its structure' }).last().click();
  await expect(
    page
      .getByRole('region', { name: /^Structure of/ })
      .getByRole('row')
      .nth(3),
  ).toBeVisible();
  for (const tab of ['Labels', 'Train', 'Model'] as const) {
    await reviews.tab(tab);
    const [content, room] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(content, tab).toBeLessThanOrEqual(room!);
  }
});
