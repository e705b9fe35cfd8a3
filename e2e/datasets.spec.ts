// The Datasets view in the built app: every kind of source in, figures, parts and texts looked at, taken out again.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { unpackTar } from 'modern-tar';
import { DatasetsPage } from './pages/datasets';
import { ReviewsPage } from './pages/reviews';
import { aclImdb, tarGz } from './support/archive';
import { type Watch, watch } from './support/watch';

let seen: Watch;
let datasets: DatasetsPage;

test.beforeEach(async ({ page, context, baseURL }) => {
  seen = watch(context, new URL(baseURL!).origin);
  datasets = new DatasetsPage(page);
});

test.afterEach(() => seen.expectQuiet());

const textFile = (name: string, text: string | Buffer) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
});

/** Enough rows for an import of some seconds. */
async function longTable(path: string, rows: number): Promise<string> {
  const line = (i: number) => `Review number ${i}: ${'the plot and the cast and the music '.repeat(8)},${i % 2}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `text,label\n${Array.from({ length: rows }, (_, i) => line(i)).join('\n')}\n`);
  return path;
}

test.describe('import', () => {
  test('the sample, one click from nothing; what a dataset is for and where aclImdb is said before', async ({
    page,
  }) => {
    await datasets.open();
    await expect(page.getByRole('link', { name: 'aclImdb' })).toHaveAttribute('rel', 'noreferrer');
    await datasets.sample.click();
    await datasets.expectShown('Sample reviews');
    await expect(datasets.figure('Texts')).toContainText('200');
    await expect(datasets.figure('Balance')).toContainText('50 %');
    expect(await datasets.part('training')).toEqual([70, 70, 0, 140]);
    expect(await datasets.part('test')).toEqual([20, 20, 0, 40]);
    await page.reload();
    await datasets.expectShown('Sample reviews');
  });

  test('an archive laid out as aclImdb, as it is', async () => {
    await datasets.open();
    await datasets.chooseFile(textFile('aclImdb_v1.tar.gz', await tarGz(aclImdb(40))));
    await expect(datasets.choices).toContainText('An archive (.tar.gz) of text files');
    await expect(datasets.name).toHaveValue('aclImdb_v1');
    await datasets.importButton.click();
    await datasets.expectShown('aclImdb_v1');
    expect(await datasets.part('training')).toEqual([40, 40, 0, 80]);
    expect(await datasets.part('test')).toEqual([40, 40, 0, 80]);
    expect(await datasets.part('no part')).toEqual([0, 0, 40, 40]);
    await expect(datasets.figure('Leaked')).toContainText('fine');
    await expect(datasets.texts.first()).toContainText('9 of 10');
  });

  test('a table in Latin-1 with quotes and line breaks in its fields, columns picked, bad rows listed', async ({
    page,
  }) => {
    const rows = [
      'id;meinung;urteil;teil',
      '1;"Großartig, sagte sie: ""schön""\nund ging heim";Daumen hoch;train',
      '2;Öde und zäh;Daumen runter;test',
      '3;;Daumen hoch;train',
      '4;Für mich der Höhepunkt des Jahres;Daumen hoch;train',
      '5;Ärgerlich;Daumen runter;train',
    ];
    await datasets.open();
    await datasets.chooseFile(textFile('urteile.csv', Buffer.from(rows.join('\n'), 'latin1')));
    await expect(datasets.choices).toContainText(/Latin-1|Windows-1252/i);
    await datasets.pick('Texts are in', /^meinung/);
    await datasets.pick('Labels are in', /^urteil/);
    await expect(datasets.choices.getByRole('alert')).toContainText('Say what means positive');
    await datasets.means('Daumen hoch', 'positive');
    await expect(datasets.preview.getByRole('row').nth(2)).toContainText('no label');
    await datasets.means('Daumen runter', 'negative');
    await datasets.pick('Parts are in', /^teil/);
    await expect(datasets.preview.getByRole('row').nth(1)).toContainText('Großartig');
    await expect(datasets.preview.getByRole('row').nth(1)).toContainText('positive');
    await expect(datasets.preview.getByRole('row').nth(2)).toContainText('Öde und zäh');
    await expect(datasets.preview.getByRole('row').nth(2)).toContainText('negative');
    await datasets.importButton.click();
    await datasets.expectShown('urteile');
    expect(await datasets.part('training')).toEqual([2, 1, 0, 3]);
    expect(await datasets.part('test')).toEqual([0, 1, 0, 1]);
    await expect(datasets.texts.first()).toContainText('Großartig, sagte sie: "schön" und ging heim');
    const csv = await readFile(await (await datasets.download('CSV')).path(), 'utf8');
    expect(csv.split('\n').filter((line) => /,\d+\r?$/.test(line))).toHaveLength(4);
    await page.getByText('1 row left out.').click();
    await expect(page.getByText(/^Row \d, meinung: /)).toBeVisible();
  });

  test('JSON lines, texts of any script, nothing of them run', async ({ page }) => {
    const hostile = [
      '<img src=x onerror="document.title=1"><script>document.title=2</script>',
      'ممتاز جدا film \u202Eesrever\u202C',
      'a\u200Bb\uFEFF 👍🏽',
      '=HYPERLINK("http://evil.example","x")',
    ];
    const lines = hostile.map((text, i) => JSON.stringify({ text, label: i % 2 }));
    await datasets.open();
    await datasets.import(textFile('odd.jsonl', lines.join('\n')), '<b onclick=x>"odd" & \u202Ereversed');
    // What turns the direction of all that follows is in no name.
    await datasets.expectShown('<b onclick=x>"odd" & reversed');
    await expect(datasets.texts.first()).toContainText(hostile[0]!);
    await expect(datasets.texts).toHaveCount(4);
    await expect(page).toHaveTitle('Datasets · Reviews · Millrace');
    const csv = await readFile(await (await datasets.download('CSV')).path(), 'utf8');
    expect(csv).toContain('=HYPERLINK');
    expect(csv).not.toMatch(/(^|[,\n])"?=HYPERLINK/);
    const jsonl = await readFile(await (await datasets.download('JSONL')).path(), 'utf8');
    expect(
      jsonl
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).text),
    ).toEqual(hostile);
  });

  test('a folder, where the browser gives a list of files', async ({ page }, testInfo) => {
    await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'));
    const root = testInfo.outputPath('films');
    for (const { path, text } of aclImdb(12)) {
      const file = join(root, path.replace('aclImdb/', ''));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await datasets.open();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    await (await chooser).setFiles(root);
    await expect(datasets.choices).toContainText('A folder of text files');
    await expect(datasets.name).toHaveValue('films');
    await datasets.importButton.click();
    await datasets.expectShown('films');
    expect(await datasets.part('training')).toEqual([12, 12, 0, 24]);
  });

  test('a folder, where the browser lets a worker walk it', async ({ page }) => {
    await page.addInitScript(() => {
      const showDirectoryPicker = async () => {
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle('walked', { create: true });
        for (const label of ['pos', 'neg']) {
          const inside = await folder.getDirectoryHandle(label, { create: true });
          for (let i = 0; i < 5; i++) {
            const file = await inside.getFileHandle(`${i}_${label === 'pos' ? 9 : 2}.txt`, { create: true });
            const writable = await file.createWritable();
            await writable.write(`Text ${i} of those that are ${label}.`);
            await writable.close();
          }
        }
        return folder;
      };
      Object.assign(window, { showDirectoryPicker });
    });
    await datasets.open();
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    await expect(datasets.name).toHaveValue('walked');
    await datasets.importButton.click();
    await datasets.expectShown('walked');
    expect(await datasets.part('no part')).toEqual([5, 5, 0, 10]);
  });

  test('a broken archive changes nothing and says so', async ({ page }) => {
    const whole = await tarGz(aclImdb(300));
    await datasets.open();
    await datasets.sample.click();
    await datasets.expectShown('Sample reviews');
    await datasets.importForm();
    await datasets.import(textFile('half.tar.gz', whole.subarray(0, whole.length / 2)), 'half');
    await expect(datasets.problem('half')).toContainText('Nothing was changed');
    await datasets.chooseFile(textFile('not-at-all.tar.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4])));
    await expect(datasets.problem('not-at-all.tar.gz')).toContainText('Nothing was changed');
    await expect(datasets.list.getByRole('listitem')).toHaveCount(1);
    await page.reload();
    await expect(datasets.list.getByRole('listitem')).toHaveCount(1);
  });

  test('an address of another site: says so, and shows the way', async ({ page }) => {
    await datasets.open();
    await page.getByRole('button', { name: 'From an address of this site' }).click();
    const address = page.getByRole('textbox', { name: 'Address' });
    await address.fill('https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz');
    await address.press('Enter');
    const link = datasets.problem('aclImdb_v1.tar.gz').getByRole('link');
    await expect(link).toHaveAttribute('href', 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz');
    await expect(link).toHaveAttribute('rel', 'noreferrer');
    await expect(datasets.problem('aclImdb_v1.tar.gz')).toContainText('drop the file here');
  });

  test('is cancelled and leaves nothing behind', async ({ page }, testInfo) => {
    const file = await longTable(testInfo.outputPath('long.csv'), 150_000);
    await datasets.open();
    await datasets.import(file, 'Long');
    await expect(datasets.progress).toContainText(/Importing Long: [\d,]+ rows/);
    await datasets.progress.getByRole('button', { name: 'Cancel' }).click();
    await expect(datasets.progress).toHaveCount(0);
    await expect(page.getByText('No datasets yet')).toBeVisible();
    await page.reload();
    await expect(page.getByText('No datasets yet')).toBeVisible();
    await expect(datasets.progress).toHaveCount(0);
  });

  test('goes on after the view is left and the page reloaded in the middle', async ({ page }, testInfo) => {
    test.slow();
    const rows = 150_000;
    const file = await longTable(testInfo.outputPath('long.csv'), rows);
    await datasets.open();
    await datasets.import(file, 'Long');
    await expect(datasets.progress).toContainText(/Importing Long: \d[\d,]{3,} rows/);
    await page.getByRole('link', { name: 'Write', exact: true }).click();
    await page.getByRole('link', { name: 'Datasets', exact: true }).click();
    await expect(datasets.progress).toBeVisible();
    await page.reload();
    await expect(datasets.progress).toBeVisible();
    await datasets.expectShown('Long');
    expect(await datasets.part('no part')).toEqual([rows / 2, rows / 2, 0, rows]);
  });
});

test.describe('a dataset', () => {
  test('is parted, as often as one likes, and the same seed parts the same', async ({ page }) => {
    await datasets.open();
    await datasets.sample.click();
    await datasets.expectShown('Sample reviews');
    const part = async (seed: string) => {
      await page.getByRole('button', { name: 'Make splits' }).click();
      const form = page.getByRole('form', { name: 'Make splits' });
      await form.getByRole('switch', { name: /^Keep the test part/ }).uncheck();
      await form.getByRole('spinbutton', { name: /^Seed/ }).fill(seed);
      await form.getByRole('button', { name: 'Part the texts' }).click();
      await expect(form).toHaveCount(0);
      const rows = await readFile(await (await datasets.download('JSONL')).path(), 'utf8');
      return rows
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).split);
    };
    const first = await part('7');
    await expect.poll(() => datasets.part('training')).toEqual([80, 80, 0, 160]);
    expect(await datasets.part('validation')).toEqual([10, 10, 0, 20]);
    expect(await datasets.part('test')).toEqual([10, 10, 0, 20]);
    const other = await part('8');
    expect(other).not.toEqual(first);
    expect(await part('7')).toEqual(first);
  });

  test('keeps the test part it came with, the rest shared by keyboard', async ({ page }) => {
    await datasets.open();
    await datasets.sample.click();
    await datasets.expectShown('Sample reviews');
    await page.getByRole('button', { name: 'Make splits' }).click();
    const form = page.getByRole('form', { name: 'Make splits' });
    const slider = form.getByRole('slider');
    await slider.focus();
    for (let step = 0; step < 30; step++) await slider.press('ArrowLeft');
    await expect(form).toContainText('training 50 %, validation 50 %');
    await form.getByRole('button', { name: 'Part the texts' }).click();
    await expect.poll(() => datasets.part('training')).toEqual([40, 40, 0, 80]);
    expect(await datasets.part('test')).toEqual([20, 20, 0, 40]);
  });

  test('shows its texts by part, label and word, page by page, whole on a click', async ({ page }) => {
    const long = `Long. ${'And on and on it goes. '.repeat(30)}The end.`;
    const rows = [
      { text: long, label: 1, split: 'train' },
      ...Array.from({ length: 44 }, (_, i) => ({
        text: `Short review ${i}`,
        label: i % 2,
        split: i < 30 ? 'train' : 'test',
      })),
      { text: 'One without a label' },
    ];
    await datasets.open();
    await datasets.import(textFile('mixed.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')), 'Mixed');
    await datasets.expectShown('Mixed');
    await expect(datasets.total).toHaveText('46 texts');
    await expect(datasets.texts).toHaveCount(20);
    const first = datasets.texts.first();
    await expect(first).not.toContainText('The end.');
    await first.getByRole('button', { name: 'All of it', expanded: false }).press('Enter');
    await expect(first).toContainText('The end.');
    await expect(first.getByRole('button', { name: 'Less', expanded: true })).toBeFocused();
    // A short one is a text alone.
    await expect(datasets.texts.nth(1).getByRole('button')).toHaveCount(0);
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(datasets.texts.first()).toContainText('Short review 19');
    await datasets.search.fill('REVIEW 4');
    await expect(datasets.total).toHaveText('5 texts');
    await page.getByRole('combobox', { name: 'Part' }).selectOption('test');
    await expect(datasets.total).toHaveText('4 texts');
    await page.getByRole('combobox', { name: 'Label' }).selectOption('positive');
    await expect(datasets.total).toHaveText('2 texts');
    await datasets.search.fill('nothing like it');
    await expect(datasets.total).toContainText('Nothing matches');
    await datasets.search.fill('');
    await page.getByRole('combobox', { name: 'Part' }).selectOption('');
    await page.getByRole('combobox', { name: 'Label' }).selectOption('none');
    await expect(datasets.texts).toHaveText([/One without a label/]);
  });

  test('is renamed in place, leaves as an archive, and is deleted at the second press', async ({ page }) => {
    await datasets.open();
    await datasets.sample.click();
    await datasets.expectShown('Sample reviews');
    await page.getByRole('button', { name: 'Rename Sample reviews' }).click();
    await page.getByRole('textbox', { name: 'New name' }).fill('My own');
    await page.keyboard.press('Enter');
    await datasets.expectShown('My own');
    await expect(page.getByRole('button', { name: 'Rename My own' })).toBeFocused();
    await expect(datasets.list).toContainText('My own');

    const download = await datasets.download('.tar.gz');
    expect(download.suggestedFilename()).toBe('My-own.tar.gz');
    const entries = await unpackTar(gunzipSync(await readFile(await download.path())));
    const paths = entries.map(({ header }) => header.name);
    expect(paths.filter((path) => path.includes('train/pos/'))).toHaveLength(70);
    expect(paths.filter((path) => path.includes('test/neg/'))).toHaveLength(20);

    await page.getByRole('button', { name: 'Delete My own' }).click();
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await datasets.expectShown('My own');
    await expect(page.getByRole('button', { name: 'Delete My own' })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await expect(page.getByText('No datasets yet')).toBeVisible();
  });

  test('is made of one’s own labels', async ({ page }) => {
    const reviews = new ReviewsPage(page);
    await reviews.open();
    await reviews.keep('Great fun from start to end.', 'positive');
    await reviews.keep('Dull and much too long.', 'negative');
    await datasets.open();
    await datasets.sample.click();
    await datasets.expectShown('Sample reviews');
    await page.getByRole('button', { name: 'From my labels' }).click();
    const form = page.getByRole('form', { name: 'A dataset of my labels' });
    await form.getByRole('textbox', { name: 'Name' }).fill('Mine');
    await form.getByRole('button', { name: 'Make it of 2 reviews' }).click();
    await datasets.expectShown('Mine');
    await expect(datasets.figure('Texts')).toContainText('2');
    await expect(datasets.list.getByRole('listitem')).toHaveCount(2);
    await page.goBack();
    await datasets.expectShown('Sample reviews');
  });
});
