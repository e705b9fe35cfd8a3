// Training and models on the Reviews page in the built app: from few labels, from tables, paused, reloaded; models of any size.

import { expect, test } from '@playwright/test';
import { DatasetsPage } from './pages/datasets';
import { ReviewsPage } from './pages/reviews';
import { type Watch, watch } from './support/watch';

let seen: Watch;
let reviews: ReviewsPage;

test.beforeEach(async ({ page, context, baseURL }) => {
  seen = watch(context, new URL(baseURL!).origin);
  reviews = new ReviewsPage(page);
});

test.afterEach(() => seen.expectQuiet());

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
    await panel.getByRole('spinbutton', { name: /^Passes/ }).fill('20');
    await panel.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(reviews.beforeAfter).toBeVisible({ timeout: 60_000 });
    await expect(reviews.charts.first()).toHaveAccessibleName(/^Loss over \d+ steps/);
    await expect(panel.getByText('Trained: Zorbly')).toBeVisible();
    await expect(reviews.beforeAfter).toContainText('95 % interval');
    await expect(panel.getByRole('link', { name: 'Take it away' })).toHaveAttribute('href', /^#\/models\/.+/);

    const word = 'zorbly';
    await panel.getByRole('button', { name: 'Let it answer' }).press('Enter');
    await expect(panel.getByRole('button', { name: 'It answers now' })).toBeFocused();
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
    await expect(panel).toContainText('Texts in text, labels in label.');
    await expect(panel).toContainText('1 positive, 1 negative.');
    await expect(reviews.lessonData).toHaveValue('Pasted');
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
    const passes = panel.getByRole('spinbutton', { name: /^Passes/ });
    await passes.fill('7');

    await reviews.tab('Labels');
    await reviews.tab('Train');
    await expect(reviews.lessonData).toHaveValue('Pasted');
    await expect(name).toHaveValue('Half chosen');
    await expect(step).toHaveValue('0.0005');
    await expect(passes).toHaveValue('7');

    // Nothing is the model's own.
    await step.fill('');
    await passes.fill('');
    await reviews.tab('Labels');
    await reviews.tab('Train');
    await expect(step).toHaveValue('');
    await expect(passes).toHaveValue('');
    await reviews.pick(panel, 'What to learn from', 'My labels, or a table');
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
    await expect(panel).toContainText('Texts in review, labels in sentiment.');
    await expect(panel).toContainText('30 positive, 30 negative.');
    await panel.getByText('1 row left out.').click();
    await expect(panel.getByText('Row 62, sentiment: “maybe” is no label')).toBeVisible();
    // Other words for labels are asked for, and nothing of the first reading stays.
    await panel.getByRole('button', { name: 'Choose otherwise' }).click();
    const datasets = new DatasetsPage(page);
    await datasets.means('maybe', 'positive');
    await expect(panel.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
    await datasets.importButton.click();
    await expect(panel).toContainText('31 positive, 30 negative.');
    await panel.getByRole('button', { name: 'Advanced' }).click();
    await panel.getByRole('spinbutton', { name: /^Passes/ }).fill('1000');
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
