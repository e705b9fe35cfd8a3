// The Datasets view of the Reviews page, as a person uses it.

import { type Download, expect, type Locator, type Page } from '@playwright/test';

/** A file in memory, or the path of one. */
export type Chosen = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

export class DatasetsPage {
  readonly sample: Locator;
  readonly choices: Locator;
  readonly name: Locator;
  readonly preview: Locator;
  readonly importButton: Locator;
  readonly progress: Locator;
  readonly figures: Locator;
  readonly splits: Locator;
  readonly list: Locator;
  readonly texts: Locator;
  readonly total: Locator;
  readonly search: Locator;

  constructor(readonly page: Page) {
    this.sample = page.getByRole('button', { name: 'Try 200 sample reviews' });
    this.choices = page.getByRole('form', { name: 'What was found' });
    this.name = this.choices.getByRole('textbox', { name: 'Name of the dataset' });
    this.preview = this.choices.getByRole('group', { name: 'First rows as they would be read' });
    this.importButton = this.choices.getByRole('button', { name: 'Import', exact: true });
    this.progress = page.getByTestId('import-progress');
    this.figures = page.getByTestId('figures');
    this.splits = page.getByTestId('splits');
    this.list = page.getByRole('navigation', { name: 'Datasets' });
    this.texts = page.getByRole('list', { name: 'Texts' }).getByRole('listitem');
    this.total = page.getByTestId('total');
    this.search = page.getByRole('searchbox', { name: 'Search in the texts' });
  }

  async open(place = ''): Promise<void> {
    await this.page.goto(`./#/reviews/datasets${place}`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Reviews' })).toBeVisible();
    // Another view may be on show still, with a form of its own.
    await expect(this.sample.or(this.list).first()).toBeVisible({ timeout: 60_000 });
  }

  async importForm(): Promise<void> {
    await this.list.getByRole('link', { name: 'Import another' }).click();
  }

  async chooseFile(file: Chosen): Promise<void> {
    await this.page.getByLabel('Choose a file').first().setInputFiles(file);
  }

  /** Chooses a file, waits for what was found, and imports it as it is. */
  async import(file: Chosen, name: string): Promise<void> {
    await this.chooseFile(file);
    await this.name.fill(name);
    await this.importButton.click();
  }

  /** Its figures are on show. */
  async expectShown(name: string): Promise<void> {
    await expect(this.page.getByRole('article', { name, exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(this.figures).toBeVisible();
  }

  /** The value of one of the seven figures. */
  figure(name: string): Locator {
    return this.figures.locator('> div').filter({ hasText: new RegExp(`^${name}`) });
  }

  /** A row of the table of parts, as numbers: positive, negative, without a label, all. */
  async part(name: string): Promise<number[]> {
    const cells = await this.splits
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name, exact: true }) })
      .getByRole('cell')
      .allTextContents();
    return cells.map((cell) => Number(cell.replaceAll(',', '')));
  }

  /** Picks from one of the drop-downs of a table's columns by the beginning of its label. */
  async pick(field: string, option: RegExp): Promise<void> {
    await this.choices.getByRole('combobox', { name: field }).click();
    await this.page.getByRole('option', { name: option }).click();
  }

  /** Says what a value of the label's column means. */
  async means(value: string, meaning: 'positive' | 'negative' | 'no label'): Promise<void> {
    await this.choices.getByRole('radiogroup', { name: value }).getByText(meaning).click();
  }

  async download(format: '.tar.gz' | 'CSV' | 'JSONL'): Promise<Download> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: `Download as ${format}` }).click(),
    ]);
    return download;
  }

  problem(name: string): Locator {
    return this.page.getByRole('alert').filter({ hasText: name });
  }
}
