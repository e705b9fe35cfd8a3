// The Reviews page in the built app: scores as one types, why, odd texts, labels, training, models, after a reload.

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
  test('praise and blame fall on their sides, as one types, and it is said who answered', async () => {
    await reviews.open();
    await expect(reviews.field).toBeFocused();
    await reviews.field.pressSequentially('A wonderful, moving film with a brilliant cast. I loved every minute.');
    await expect.poll(() => reviews.shown()).toBeGreaterThan(0.8);
    await expect(reviews.verdict).toHaveText('very positive');
    expect(await reviews.scoreOf('A boring, badly acted mess. The worst film I have ever seen.')).toBeLessThan(0.2);
    await expect(reviews.verdict).toHaveText('very negative');
    await expect(reviews.status).toContainText(/M parameters · .+ MB · WASM.* · [\d.]+ ms/);
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
    await reviews.label.getByRole('button', { name: 'Take it back' }).click();
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
    await undo.click();
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
  });
});

test.describe('training', () => {
  test('on a few labels: live curves, before and after, serve the new model and go back', async ({ page }) => {
    test.slow();
    await reviews.open();
    for (const text of ['A zorbly film.', 'So zorbly and warm.', 'Zorbly, zorbly, zorbly!']) {
      await reviews.keep(text, 'positive');
    }
    for (const text of ['A grimpish film.', 'So grimpish and cold.', 'Grimpish all the way.']) {
      await reviews.keep(text, 'negative');
    }
    const panel = await reviews.tab('Train');
    await reviews.pick(panel, 'Model to begin with', 'Nano');
    await panel.getByRole('textbox', { name: 'Name of the new model' }).fill('Zorbly');
    await panel.getByRole('button', { name: 'Advanced' }).click();
    await panel.getByRole('spinbutton', { name: /^Rounds/ }).fill('20');
    await panel.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(reviews.beforeAfter).toBeVisible({ timeout: 60_000 });
    await expect(reviews.charts.first()).toHaveAccessibleName(/^Loss over \d+ steps/);
    await expect(panel.getByText('Trained: Zorbly')).toBeVisible();

    const word = 'zorbly';
    await panel.getByRole('button', { name: 'Let it answer' }).click();
    await expect(reviews.status).toContainText('Zorbly');
    // Nano alone says 0.56; for a moment the score of the model before may be on show.
    await expect.poll(() => reviews.scoreOf(word)).toBeGreaterThan(0.6);
    await panel.getByRole('button', { name: 'Back to Nano' }).click();
    await expect(reviews.status).toContainText('Nano: ');
    await expect.poll(() => reviews.scoreOf(word)).toBeLessThan(0.6);

    await page.reload();
    await reviews.tab('Model');
    await expect(reviews.model('Nano')).toBeChecked();
    await expect(reviews.model('Zorbly')).toBeVisible();
  });

  test('what was chosen is there after a look at another tab, and numbers are as they were typed', async () => {
    await reviews.open();
    const panel = await reviews.tab('Train');
    const pasted = 'text,label\nLovely,1\nA bore,0';
    await panel.getByRole('textbox', { name: 'Or paste it' }).fill(pasted);
    await panel.getByRole('button', { name: 'Read what is pasted' }).click();
    const table = panel.getByTestId('training-table');
    await expect(table).toContainText('2 texts: 1 positive, 1 negative.');
    const name = panel.getByRole('textbox', { name: 'Name of the new model' });
    await name.fill('Half chosen');
    await panel.getByRole('button', { name: 'Advanced' }).click();
    const step = panel.getByRole('textbox', { name: /^Step size/ });
    await step.fill('0.0003');
    await step.press('End');
    await step.press('Backspace');
    await expect(step).toHaveValue('0.000');
    await step.press('5');
    await expect(step).toHaveValue('0.0005');
    const rounds = panel.getByRole('spinbutton', { name: /^Rounds/ });
    await rounds.fill('7');

    await reviews.tab('Labels');
    await reviews.tab('Train');
    await expect(table).toContainText('2 texts: 1 positive, 1 negative.');
    await expect(name).toHaveValue('Half chosen');
    await expect(step).toHaveValue('0.0005');
    await expect(rounds).toHaveValue('7');

    // Nothing is the model's own.
    await step.fill('');
    await rounds.fill('');
    await reviews.tab('Labels');
    await reviews.tab('Train');
    await expect(step).toHaveValue('');
    await expect(rounds).toHaveValue('');
    await panel.getByRole('button', { name: 'Use my labels instead' }).click();
    await expect(panel.getByRole('textbox', { name: 'Or paste it' })).toHaveValue(pasted);
  });

  test('on a pasted table, columns found, rows left out named; paused, still so after a reload, cancelled', async ({
    page,
  }) => {
    test.slow();
    await reviews.open();
    const panel = await reviews.tab('Train');
    const rows = Array.from({ length: 60 }, (_, i) =>
      i % 2 === 0 ? `"Row ${i}: lovely, and ""fine""",pos` : `"Row ${i}: dreadful, poor",neg`,
    );
    await panel
      .getByRole('textbox', { name: 'Or paste it' })
      .fill(['review,sentiment', ...rows, 'odd,maybe'].join('\n'));
    await panel.getByRole('button', { name: 'Read what is pasted' }).click();
    const table = panel.getByTestId('training-table');
    await expect(table).toContainText('60 texts: 30 positive, 30 negative.');
    await expect(table).toContainText('1 row left out: row 62');
    await panel.getByRole('button', { name: 'Advanced' }).click();
    await panel.getByRole('spinbutton', { name: /^Rounds/ }).fill('1000');
    await panel.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(panel.getByText(/^Step [\d,]+ of [\d,]+, epoch/)).toBeVisible({ timeout: 60_000 });
    await expect(reviews.charts.first()).toBeVisible();
    // Scoring goes on meanwhile.
    expect(await reviews.scoreOf('A wonderful film, brilliant and warm.')).toBeGreaterThan(0.7);

    await reviews.trainingControls.getByRole('button', { name: 'Pause' }).click();
    await expect(panel.getByText(/^Paused: /)).toBeVisible();
    // That it is paused is stored with the checkpoint.
    await page.waitForTimeout(3000);
    await reviews.reload();
    await reviews.tab('Train');
    await reviews.trainingControls.getByRole('button', { name: 'Go on' }).click();
    await expect(panel.getByText(/^Training: /)).toBeVisible({ timeout: 60_000 });
    await reviews.trainingControls.getByRole('button', { name: 'Cancel' }).click();
    await expect(panel.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  });
});

test.describe('models', () => {
  test('one of any size: nothing is changed while it is typed', async () => {
    await reviews.open();
    const panel = await reviews.tab('Model');
    await reviews.pick(panel, 'Size', 'Other …');
    const hidden = panel.getByRole('spinbutton', { name: 'Hidden' });
    await expect(hidden).toHaveValue('64');
    await hidden.press('ControlOrMeta+a');
    await hidden.pressSequentially('128');
    await expect(hidden).toHaveValue('128');
    await hidden.blur();
    const name = panel.getByRole('textbox', { name: 'Name' });
    await expect(name).toHaveAttribute('placeholder', 'My L-2_H-128_A-2');
    await hidden.fill('9000');
    await hidden.blur();
    await expect(hidden).toHaveValue('768');
    await expect(name).toHaveAttribute('placeholder', 'My L-2_H-768_A-2');
  });

  test('an untrained one: made, tested beside the serving one, looked into, renamed, deleted', async ({ page }) => {
    await reviews.open();
    await reviews.example('Delighted');
    const panel = await reviews.tab('Model');
    await panel.getByRole('textbox', { name: 'Name' }).fill('Blank');
    await panel.getByRole('button', { name: 'Make it' }).click();
    await expect(reviews.comparison).toContainText('Blank says', { timeout: 60_000 });

    const blank = panel.getByTestId(/^model-/).filter({ has: reviews.model('Blank') });
    await expect(blank).toContainText('Untrained');
    await blank.getByRole('button', { name: 'See its structure' }).click();
    const structure = page.getByRole('region', { name: 'Structure of Blank' });
    await expect(structure).toContainText('L-2_H-128_A-2');
    await expect(structure.getByRole('list', { name: 'From the text to the score' })).toContainText('transformer 2');
    await expect(structure.getByRole('row')).not.toHaveCount(1);
    await structure.getByRole('button', { name: 'Close the structure' }).click();

    await blank.getByRole('button', { name: 'Rename Blank' }).click();
    await panel.getByRole('textbox', { name: 'New name' }).fill('Tabula rasa');
    await panel.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect(reviews.model('Tabula rasa')).toBeVisible();
    await panel.getByRole('button', { name: 'Delete Tabula rasa' }).click();
    await panel.getByRole('button', { name: 'Delete for good' }).click();
    await expect(reviews.model('Tabula rasa')).toHaveCount(0);
    await expect(reviews.comparison).toHaveCount(0);
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
