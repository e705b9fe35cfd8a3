// Configurations in the built app: examples that become one's own, an editor that says what may stand where and what is
// wrong, and nothing lost that was typed.

import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { ConfigsPage } from './pages/configs';
import { RunsPage } from './pages/runs';

test('an example is changed with the keyboard, outlives a reload unsaved, and is kept as one’s own', async ({
  page,
}) => {
  const configs = new ConfigsPage(page);
  await configs.open('image-cnn.yaml');
  await expect(configs.verdict).toHaveText('In order');
  await expect(configs.data).toContainText('is here');
  await expect(configs.row('label_smoothing')).toHaveText('label_smoothing0 (default)');
  await expect(page.getByRole('img', { name: /^Learning rate over 10 epochs: Rises to 0.001/ })).toBeVisible();

  await configs.text.click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('  lab');
  await expect(configs.options).toHaveText([/^label_smoothing.*Accepts a number from 0 to 0.5/]);
  await configs.takeOption();
  await page.keyboard.type('0.1');
  await expect(configs.row('label_smoothing')).toHaveText('label_smoothing0.1');
  await expect(configs.state).toHaveText(/^Changed: saving makes a copy/);

  await page.reload();
  await expect(configs.row('label_smoothing')).toHaveText('label_smoothing0.1');
  await configs.text.press('ControlOrMeta+s');
  await expect(page.getByRole('heading', { name: 'image-cnn-copy.yaml' })).toBeVisible();
  await expect(configs.state).toHaveText(/^Yours, saved/);
  await configs.button('Rename image-cnn-copy.yaml').click();
  await page.getByRole('textbox', { name: 'New name' }).fill('mine');
  await page.keyboard.press('Enter');
  await expect(configs.entry('mine.yaml')).toBeVisible();
  await configs.button('Delete mine.yaml').click();
  await configs.button('Delete for good').click();
  await expect(configs.entry('mine.yaml')).toBeHidden();
  await expect(configs.entry('image-cnn.yaml')).toBeVisible();
});

test('what is wrong is said with its place, which a click goes to; changes for one run are checked too', async ({
  page,
}) => {
  const configs = new ConfigsPage(page);
  await configs.open('mixture.yaml');
  await configs.put('kind: image\ntrainer:\n  epochs: 0\n  optimizer: adm\n');
  await expect(configs.verdict).toHaveText('2 problems');
  await expect(configs.problems.first()).toHaveText(/^Line 3, column 11trainer\.epochs must be a whole number/);
  await expect(configs.problems.last()).toContainText('did you mean adam?');
  await expect(page.locator('.cm-lintRange-error')).toHaveText(['0', 'adm']);
  await expect(configs.button('Save and start')).toBeDisabled();
  await configs.problems.first().getByRole('button').click();
  await page.keyboard.type('7');
  await configs.problems.last().getByRole('button').click();
  await expect(configs.text).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Delete');
  await page.keyboard.type('sg');
  await expect(configs.options).toHaveText(['sgd']);
  await configs.takeOption();
  await expect(configs.verdict).toHaveText('In order');
  await expect(configs.row('epochs')).toHaveText('epochs70');

  await configs.button('Change for this run').click();
  await expect(page.getByRole('textbox', { name: 'Change for this run' })).toBeFocused();
  await page.keyboard.type('trainer.epochs=many');
  await expect(configs.problems).toHaveText([/^Changetrainer\.epochs must be a whole number.*not “many”/]);
  await page.getByRole('textbox', { name: 'Change for this run' }).fill('trainer.epochs=3');
  await expect(configs.row('epochs')).toHaveText('epochs3');
  await expect(configs.button('Save and start')).toBeEnabled();
  await configs.button('Discard changes').click();
  await expect(configs.text).toContainText('n_components: 3');
});

test('files come in, go out as they came, and are refused in words', async ({ page }) => {
  const configs = new ConfigsPage(page);
  await configs.open();
  const text = '# my words\nkind: text\nname: Tickets\nmodel: {architecture: ngram}\ndata:\n  dataset: Nowhere\n';
  await configs.import('tickets.yml', text);
  await expect(page.getByRole('heading', { name: 'tickets.yaml' })).toBeVisible();
  await expect(configs.data).toHaveText(/^No dataset of texts “Nowhere” is here/);
  const downloading = page.waitForEvent('download');
  await configs.button('Download tickets.yaml').click();
  expect(await readFile(await (await downloading).path(), 'utf8')).toBe(text);

  await configs.import('tickets.yml', 'kind: [');
  await expect(configs.entry('tickets-2.yaml')).toContainText('problem');
  await configs.import('picture.png', 'not YAML');
  await expect(page.getByTestId('error-notice')).toContainText('is no .yaml file');
  await configs.import('huge.yaml', `#${'x'.repeat(1_200_000)}`);
  await expect(page.getByTestId('error-notice').last()).toContainText('too large to be a configuration');
  await expect(configs.entry('huge')).toHaveCount(0);
});

test('what is typed for a run stays while its configuration is changed in another tab', async ({ page, context }) => {
  const configs = new ConfigsPage(await context.newPage());
  await configs.open();
  await configs.import('mine.yaml', 'kind: mixture\nname: Before\n');
  await expect(configs.state).toHaveText(/^Yours, saved/);
  const runs = new RunsPage(page);
  await runs.open();
  await runs.setUp('Before', { Name: 'A run of mine' }, 'model.tol=0.5');
  await configs.put('kind: mixture\nname: After\n');
  await configs.text.press('ControlOrMeta+s');
  await expect(runs.field('Name')).toHaveAttribute('placeholder', 'After');
  await expect(runs.field('Name')).toHaveValue('A run of mine');
  await expect(page.getByRole('textbox', { name: /^Other changes/ })).toHaveValue('model.tol=0.5');
});

test('what is typed is the same in all tabs, and what was saved elsewhere is not written over unasked', async ({
  page,
  context,
}) => {
  const configs = new ConfigsPage(page);
  await configs.open();
  await configs.button('New').click();
  await page.getByRole('menuitem', { name: /^Groups in points/ }).click();
  await expect(configs.state).toHaveText(/^Yours, saved/);
  const other = new ConfigsPage(await context.newPage());
  // A tab that may keep nothing: what is typed in it is its own.
  await other.page.addInitScript(() => Object.defineProperty(window, 'localStorage', { value: null }));
  await other.open('my-mixture.yaml');
  await configs.put('kind: mixture\nname: From here\n');
  await other.put('kind: mixture\nname: From there\n');
  await expect(other.page.getByText('no room to keep your unsaved changes')).toBeVisible();
  await other.button('Save').click();
  await expect(other.state).toHaveText(/^Yours, saved/);
  await expect(configs.entry('From there')).toBeVisible();

  const third = new ConfigsPage(await context.newPage());
  await third.open('my-mixture.yaml');
  await expect(third.text).toContainText('From here');
  await configs.button('Save').click();
  await expect(page.getByRole('alert')).toContainText('was saved elsewhere');
  await expect(configs.text).toContainText('From here');
  await configs.button('Save over it').click();
  await expect(other.text).toContainText('From here');
  await expect(third.state).toHaveText(/^Yours, saved/);
});
