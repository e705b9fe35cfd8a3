// The Runs page in the built app: from a click to a model, all that befalls a run, and what is done with those that are kept.

import { gunzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { RunsPage } from './pages/runs';
import { expectAccessible } from './support/axe';
import { hide } from './support/engine';
import { expectUnseen, watchForWords } from './support/seen';

/** A network so small that its epochs take moments, and so many of them that it does not end by itself. */
const LONG = 'data.limit=200\nmodel.filters=[4]\nmodel.hidden=[8]\ntrainer.early_stopping=null';
/** What Lightning's logger writes. */
const ELSEWHERE = 'epoch,step,train_loss,val_loss\n0,0,0.9,\n0,1,0.7,\n0,1,,0.8\n1,2,0.5,\n1,3,,0.6\n';

/** Notes what is asked of the device: messages of the system, and that the screen stays on. */
async function watchDevice(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: string[] = [];
    const screen = { asked: 0, held: 0 };
    Object.assign(window, { told, screen_: screen });
    class Told extends EventTarget {
      static readonly permission = 'granted';
      static async requestPermission() {
        return 'granted';
      }
      constructor(title: string) {
        super();
        told.push(title);
      }
    }
    Object.defineProperty(window, 'Notification', { value: Told });
    const request = async () => {
      screen.asked++;
      screen.held++;
      const lock = new EventTarget();
      const release = async () => {
        screen.held--;
        lock.dispatchEvent(new Event('release'));
      };
      return Object.assign(lock, { release });
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
}

const device = (page: Page) =>
  page.evaluate(() => {
    const { told, screen_ } = window as unknown as { told: string[]; screen_: { asked: number; held: number } };
    return { told: [...told], ...screen_ };
  });

test.beforeEach(({ page }) => page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' }));

test('an image model learns: paused, stopped, gone on with, and again after a reload in the middle', async ({
  page,
}) => {
  test.slow();
  await watchDevice(page);
  const runs = new RunsPage(page);
  await runs.open();
  await runs.setUp('Drawn digits, CNN', { Epochs: '1000', Name: 'Tiny' }, LONG);
  await runs.start.click();
  await runs.expectPhase('running');
  await expect(runs.live.getByRole('link', { name: 'Tiny' })).toBeVisible();
  await expect(runs.chart('loss').getByRole('img')).toHaveAccessibleName(/^loss\. train: from [\d.]+ to [\d.]+/);
  // What changes several times a second is not read out on its own.
  await expect(runs.chart('loss').getByRole('status')).toHaveCount(0);
  await expect(runs.status).toContainText(/epoch \d+ of 1,000.*step \d+/);
  await expect(runs.status).toContainText(/examples/);
  expect((await device(page)).held).toBe(1);
  await page.getByRole('button', { name: 'Pause' }).click();
  await runs.expectPhase('paused');
  expect((await device(page)).held).toBe(0);
  await page.getByRole('button', { name: 'Go on' }).click();
  await runs.expectPhase('running');
  await page.getByRole('button', { name: 'Stop…' }).click();
  await expect(page.getByRole('button', { name: 'Keep training' })).toBeFocused();
  await page.getByRole('button', { name: 'Stop the run' }).click();
  await runs.expectPhase('idle');
  await expect(runs.row('Tiny')).toContainText('Stopped');
  await expect(page.locator('#said')).toHaveText('Tiny: stopped');
  await runs.row('Tiny').getByRole('link').click();
  await runs.expectPhase('stopped');
  await page.getByRole('button', { name: 'Go on' }).click();
  await runs.expectPhase('running');
  await page.reload();
  await runs.expectPhase('interrupted');
  await runs.view('Runs');
  await expect(runs.status).toContainText('Tiny was interrupted');
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await runs.expectPhase('running');
  await page.getByRole('button', { name: 'Stop…' }).click();
  await page.getByRole('button', { name: 'Stop the run' }).click();
  await runs.expectPhase('idle');
  await runs.row('Tiny').getByRole('link').click();
  await page.getByRole('tab', { name: 'Models' }).click();
  // The best, and the last where it is another.
  await expect(page.getByTestId('models').getByRole('listitem').first()).toContainText(/epoch \d+, step \d+/);
  // With its manifest, without which it would not come in again under Models.
  const archive = await runs.download('Download Tiny, best');
  expect(archive.name).toBe('Tiny.tar.gz');
  expect(gunzipSync(Buffer.from(archive.text, 'latin1')).toString('latin1', 0, 13)).toBe('manifest.json');
  await page
    .getByRole('button', { name: /^Use Tiny/ })
    .first()
    .click();
  await expect(page).toHaveURL(/#\/runs\/images\//);
});

test('two tabs reach for the one slot: one has it, the other waits in line', async ({ page, context }) => {
  const other = await context.newPage();
  const tabs = [new RunsPage(page), new RunsPage(other)] as const;
  for (const tab of tabs) {
    await tab.open();
    await tab.setUp('Drawn digits, CNN', { Epochs: '1000' }, LONG);
  }
  await Promise.all(
    tabs.map((tab) => tab.page.locator('#start-run').evaluate((form: HTMLFormElement) => form.requestSubmit())),
  );
  for (const tab of tabs) await tab.expectPhase('running');
  // Whichever was later was told so, and may wait; or it knew already, and waits.
  const inLine = page.getByRole('heading', { name: 'Waiting in line' });
  await expect
    .poll(async () => {
      for (const tab of tabs) {
        const wait = tab.page.getByRole('button', { name: 'Wait in line' });
        if (await wait.isVisible()) await wait.click();
      }
      return inLine.isVisible();
    })
    .toBe(true);
  for (const tab of tabs) {
    await expect(tab.page.getByRole('heading', { name: 'Waiting in line' })).toBeVisible();
    await expect(tab.rows.filter({ hasText: 'Running' })).toHaveCount(1);
    await expect(tab.rows.filter({ hasText: 'Waiting' })).toHaveCount(1);
  }
  await page.getByRole('button', { name: /^Take out of the line/ }).click();
  await expect(page.getByRole('heading', { name: 'New run' })).toBeFocused();
  await expect(other.getByRole('heading', { name: 'Waiting in line' })).toBeHidden();
});

test('a long name on a phone: Enter starts it, it waits in line, and nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const runs = new RunsPage(page);
  const expectNoScroll = async (when: string) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, when).toBeLessThanOrEqual(0);
  };
  const name = 'as_long_as_a_sentence_without_a_single_space_in_it'.repeat(2);
  await runs.open();
  await runs.setUp('Drawn digits, CNN', { Epochs: '1000', Name: name }, LONG);
  await runs.field('Epochs').press('Enter');
  await runs.expectPhase('running');
  await expectNoScroll('running');
  await runs.field('Name').fill(name);
  await runs.field('Name').press('Enter');
  const out = page.getByRole('button', { name: `Take out of the line ${name}` });
  await out.scrollIntoViewIfNeeded();
  await expect(out).toBeInViewport({ ratio: 1 });
  await expectNoScroll('waiting');
  await page.getByRole('button', { name: 'Stop…' }).click();
  await expectNoScroll('asked');
  await page.getByRole('button', { name: 'Stop the run' }).click();
});

test('runs that are kept: compared, found, sorted, renamed, archived, deleted, taken away', async ({ page }) => {
  test.slow();
  await watchDevice(page);
  const runs = new RunsPage(page);
  await runs.open();
  await page.getByRole('switch', { name: 'Notify me when a run ends' }).check();
  await runs.setUp('Penguins', { Groups: '0' });
  await expect(page.getByText('must be a whole number from 1')).toBeVisible();
  await runs.setUp('Penguins', { Groups: '2', Name: 'Two' }, 'model.n_init=1');
  await runs.start.click();
  await expect(runs.row('Two')).toContainText('Completed');
  await runs.setUp('Penguins', { Groups: '4', Name: 'Four' });
  await hide(page);
  await runs.start.click();
  await expect(runs.row('Four')).toContainText('Completed');
  await expect.poll(async () => (await device(page)).told).toEqual(['Four: completed']);
  await page.evaluate(() => {
    for (const name of ['hidden', 'visibilityState'] as const) Reflect.deleteProperty(document, name);
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await runs.importCsv('elsewhere.csv', ELSEWHERE);
  await expect(runs.row('elsewhere')).toContainText('Imported');
  await expectAccessible(page, 'Runs');

  await page.getByRole('button', { name: 'Name', exact: true }).click();
  expect(await runs.names()).toEqual(['elsewhere', 'Four', 'Two']);
  await runs.search.fill('penguins four');
  await expect(runs.rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Imported' });
  await expect(runs.rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Seed' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Seed' })).toBeVisible();

  await runs.choose('Two', 'Four');
  await runs.press('Compare');
  await expect(runs.compared).toHaveCount(2);
  await expect(runs.differences.getByRole('row', { name: /^model\.n_components/ })).toContainText(/4.*2|2.*4/);
  await expect(runs.differences.getByRole('row', { name: /^model\.covariance_type/ })).toHaveCount(0);
  await expect(page.getByTestId('parallel').getByRole('img')).toHaveAccessibleName(
    /n_components.* to best log_likelihood/,
  );
  await page.getByRole('slider', { name: 'Smoothing' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('slider', { name: 'Smoothing' })).toHaveAttribute('aria-valuenow', '0.99');
  const place = runs.chart('log_likelihood').getByRole('slider');
  await place.focus();
  // It has a place to go on from, which is seen.
  await expect(place.locator('line')).toHaveCount(1);
  await page.keyboard.press('Home');
  await expect(place).toHaveAttribute('aria-valuetext', /^Step 0: .*Two −[\d,.]+/);
  await runs
    .chart('bic')
    .getByRole('button', { name: /^Table/ })
    .click();
  await expect(runs.chart('bic').getByRole('row')).not.toHaveCount(1);
  await page.getByRole('combobox', { name: 'Add a run' }).selectOption({ index: 1 });
  await expect(runs.compared).toHaveCount(3);
  await expect(runs.chart('val_loss')).toBeVisible();
  await expectAccessible(page, 'Compare');
  await watchForWords(page, ['Choose runs to compare']);
  await page.reload();
  await expect(runs.compared).toHaveCount(3);
  await expectUnseen(page);

  await runs.view('Runs');
  await runs.choose('Two');
  await page.getByRole('button', { name: 'Choose none' }).click();
  await runs.choose('Two');
  await runs.press('Rename');
  await page.getByRole('textbox', { name: 'New name' }).fill('A pair');
  await page.keyboard.press('Enter');
  await runs.press('Tags');
  await page.getByRole('textbox', { name: /^New tags/ }).fill('small, first');
  await page.keyboard.press('Enter');
  await expect(runs.row('A pair')).toContainText('first');
  await page.getByRole('button', { name: 'Done' }).click();
  await runs.press('Archive');
  await expect(runs.row('A pair')).toHaveCount(0);
  await expect(page.getByText('1 run archived')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(runs.row('A pair')).toHaveCount(1);
  await runs.choose('elsewhere');
  await runs.press('Delete');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(runs.rows).toHaveCount(2);

  await runs.row('A pair').getByRole('link').click();
  const csv = await runs.download('Metrics as CSV');
  expect(csv.name).toMatch(/\.csv$/);
  expect(csv.text).toMatch(/^epoch,step,/);
  const logs = await runs.download('TensorBoard');
  expect(logs.name).toMatch(/\.tar$/);
  expect(logs.text).toContain('events.out.tfevents.');
  await page.getByRole('tab', { name: 'Configuration' }).click();
  await expect(page.getByTestId('config')).toContainText('model.n_componentschanged on start, the file says 3');
  // To reach a button beneath a message the page was scrolled, and its first line lies half under the bar.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessible(page, 'One run');
});
