// The Stream page in the built app: from nothing to a drift that was found, and all that people do to a run.

import { expect, type Page, test } from '@playwright/test';
import { StreamPage } from './pages/stream';
import { expectUnseen, watchForWords } from './support/seen';

async function open(page: Page): Promise<StreamPage> {
  const stream = new StreamPage(page);
  await stream.open();
  return stream;
}

test('from nothing to a drift that was found, by one click', async ({ page }) => {
  const stream = await open(page);
  await stream.ready('Changing rules');
  await stream.expectPhase('running');
  await expect(stream.accuracy).toHaveAccessibleName(
    /The stream changed: batch 151.* ADWIN found drift: batch 1[5-9]\d/,
  );
  await expect(stream.status).toContainText(/X 32 × 3, y 32/);
  await expect(stream.status).toContainText('Trained the initial model');
  await expect(stream.detector('ADWIN')).toContainText(/^ ?Adaptive window ?ADWIN/);
  await expect(stream.detector('ADWIN')).toContainText(/found \d/);
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('the stream changes');
  await expect(stream.loss).toHaveAccessibleName(/^Loss, batches 1 to/);
  await expect(page.getByRole('img', { name: /^Pull \(gradient norm\): [\d.]+ now/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /weights between/ })).toBeVisible();
  // The curves are what they say they are: the score fell after the change, and rose again.
  await expect(stream.accuracyNow).toHaveText(/^\d\d\.\d %$/);
  // What changes with every batch is not read out on its own.
  await expect(page.getByRole('figure').getByRole('status')).toHaveCount(0);
});

test('pause, step, stop and reload: the run goes on, and is forgotten when told to', async ({ page }) => {
  const stream = await open(page);
  await stream.ready('Turning boundary');
  await stream.untilBatches(20);
  await stream.press('Pause');
  await stream.expectPhase('paused');
  const before = await stream.batches();
  await stream.step.click();
  await expect.poll(() => stream.batches()).toBe(before + 1);
  await page.getByRole('textbox', { name: 'A word at this batch' }).fill('stepped');
  await page.getByRole('button', { name: 'Mark', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('a word of yours');
  await stream.stopped();
  // Pressed as it was, it is possible no more; keyboards stay where they were.
  await expect(stream.stop).toBeDisabled();
  await expect(stream.stop).toBeFocused();
  await watchForWords(page, ['The curves begin with the first batch', 'No detector is chosen']);
  await page.reload();
  await stream.expectPhase('stopped');
  expect(await stream.batches()).toBe(before + 1);
  await expect(stream.accuracy).toBeVisible();
  await expectUnseen(page);
  await stream.press('Go on');
  await stream.untilBatches(before + 5);
  await expect(stream.status).toContainText('Went on with the saved model');
  await stream.startOver.click();
  await expect(page.getByRole('button', { name: 'Keep', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(stream.startOver).toBeFocused();
  await stream.startOver.click();
  await page.getByRole('button', { name: 'Forget them' }).click();
  await expect(stream.play).toHaveText('Start');
  await expect(page.getByRole('button', { name: /^Changing rules/ })).toBeVisible();
});

test('batches pushed as JSON are learnt, and what is not in order is told in place', async ({ page }) => {
  const stream = await open(page);
  await stream.source('push');
  await stream.push('{ "X": [[1, 2],], "y": [1] }');
  await expect(stream.problem).toContainText('no JSON');
  await expect(stream.problem).toContainText('comma');
  await stream.push('{ "X": [[1, 2]] }');
  await expect(stream.problem).toContainText('y is missing');
  await stream.push('{ "X": [[1, 2], [3]], "y": [0, 1] }');
  await expect(stream.problem).toContainText(/row 2/i);
  await expect(stream.problem).toContainText('Nothing was learnt');
  await stream.tab('Watch');
  await stream.tab('Set-up');
  await expect(stream.json).toHaveValue('{ "X": [[1, 2], [3]], "y": [0, 1] }');
  await page.getByRole('button', { name: 'Put in a sample' }).click();
  await expect(stream.problem).toBeHidden();
  await page.getByRole('button', { name: 'Push', exact: true }).click();
  await expect(page.getByText(/^8 rows taken/)).toBeVisible();
  await stream.untilBatches(1);
  await stream.expectPhase('waiting');
  await page.getByRole('button', { name: 'Push', exact: true }).click();
  await stream.untilBatches(2);
  await expect(stream.status).toContainText('X 8 × 2, y 8');
  // Two columns: the plane can be drawn.
  await stream.tab('Watch');
  await expect(page.getByRole('img', { name: /^What the model predicts/ })).toBeVisible();
});

test('a model that runs away stops the run, which says so once and leads to the set-up', async ({ page }) => {
  const stream = await open(page);
  await stream.source('friedman');
  await page.getByLabel('Steps by').selectOption('sgd');
  await page.getByRole('textbox', { name: 'Step size' }).fill('10');
  await page.keyboard.press('Enter');
  await stream.tab('Watch');
  await stream.press('Start');
  await stream.expectPhase('failed');
  await expect(page.getByRole('alert')).toHaveText(/^The stream failed\..*had diverged.*Lower the step size/);
  await page.getByRole('button', { name: 'Open the set-up' }).click();
  await expect(page.getByRole('textbox', { name: 'Step size' })).toBeEnabled();
  await page.getByRole('textbox', { name: 'Step size' }).fill('0.01');
  await page.keyboard.press('Enter');
  await stream.press('Go on');
  await stream.untilBatches(20);
});

test('a file is replayed to its end', async ({ page }) => {
  const stream = await open(page);
  await stream.source('file');
  const rows = Array.from({ length: 300 }, (_, i) => {
    const [a, b] = [Math.sin(i * 1.7), Math.cos(i * 2.3)];
    return `${a.toFixed(3)},${b.toFixed(3)},${a + b > 0 ? 'up' : 'down'}`;
  });
  const buffer = Buffer.from(`a,b,class\n${rows.join('\n')}\n`);
  await page.locator('input[type=file]').setInputFiles({ name: 'ups.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByText(/^300 rows × 3 columns/)).toBeVisible();
  await expect(page.getByLabel('Predict the column')).toHaveValue('class');
  await stream.press('Start');
  await stream.expectPhase('ended');
  await expect(stream.status).toContainText('300 examples');
});

test('a run is kept, compared with another, zoomed and exported', async ({ page, context }) => {
  const stream = await open(page);
  await stream.ready('Changing rules');
  await stream.untilBatches(200);
  await stream.press('Pause');
  await stream.tab('Runs');
  await page.getByRole('textbox', { name: 'Name to keep this run under' }).fill('The first');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(stream.kept).toContainText('The first');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const csv = await (await download).createReadStream();
  const text = Buffer.concat(await csv.toArray()).toString();
  expect(text.split('\n')[0]).toMatch(/batch.*loss.*accuracy/);
  expect(text.split('\n').length).toBeGreaterThan(200);

  await stream.startOver.click();
  await page.getByRole('button', { name: 'Forget, and start anew' }).click();
  await stream.untilBatches(100);
  await page.getByRole('checkbox', { name: 'Compare with The first' }).check();
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('The first');
  // Another tab shows the same run.
  const other = new StreamPage(await context.newPage());
  await other.open();
  await other.expectPhase('running');
  await stream.press('Pause');
  await other.expectPhase('paused');
  expect(await other.batches()).toBe(await stream.batches());
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(stream.extent).not.toContainText('batches 1–');
  const box = (await stream.accuracy.boundingBox())!;
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 80, { steps: 4 });
  await page.mouse.up();
  await expect(stream.extent).not.toContainText('following');
  await stream.kept.getByRole('button', { name: /^Delete/ }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(stream.kept).toHaveCount(0);
});

test('a set-up goes into a link, which brings it back and starts nothing', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const stream = await open(page);
  await stream.source('led');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#\/stream\?s=[\w-]+$/);
  const source = page.getByLabel('Batches come from');
  const defaults = page.getByRole('button', { name: 'Back to the defaults' });
  await defaults.press('Enter');
  await expect(source).toHaveValue('sea');
  await expect(defaults).toBeDisabled();
  await expect(defaults).toBeFocused();
  await stream.tab('Watch');
  await page.goto(link);
  await expect(source).toHaveValue('led');
  await expect(stream.play).toHaveText('Start');
  expect(new URL(page.url()).hash).toBe('#/stream');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(source).toHaveValue('sea');
  await page.goto('./#/stream?s=AAAA');
  await expect(page.getByTestId('error-notice')).toContainText('nothing was changed');
  await expect(source).toHaveValue('sea');
});

test('on a phone everything is in reach and nothing is cut off', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const stream = await open(page);
  await stream.play.focus();
  await page.keyboard.press('Enter');
  await stream.untilBatches(30);
  await expect(stream.play).toBeInViewport();
  for (const tab of ['Set-up', 'Runs', 'Watch'] as const) {
    await stream.tab(tab);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  }
});
