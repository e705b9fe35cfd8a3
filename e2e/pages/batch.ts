// The Batch view of the Reviews page, as a person uses it.

import { expect, type Locator, type Page } from '@playwright/test';

export class BatchPage {
  readonly setup: Locator;
  /** What it is to be run on. */
  readonly source: Locator;
  readonly underWay: Locator;
  readonly result: Locator;
  readonly figures: Locator;
  readonly threshold: Locator;
  readonly rows: Locator;
  readonly explanation: Locator;
  readonly problem: Locator;

  constructor(readonly page: Page) {
    this.setup = page.getByRole('region', { name: 'New batch' });
    this.source = this.setup.getByRole('combobox', { name: 'Reviews' });
    this.underWay = page.getByRole('region', { name: 'Batch under way' });
    this.result = page.getByTestId('batch-result');
    this.figures = page.getByTestId('batch-figures');
    this.threshold = page.getByRole('slider', { name: 'Threshold' });
    this.rows = page.getByTestId('batch-row');
    this.explanation = page.getByTestId('batch-explanation');
    this.problem = page.getByRole('alert');
  }

  async open(): Promise<void> {
    await this.page.goto('./#/reviews/batch');
    await expect(this.result.or(this.setup).or(this.underWay).or(this.intro).first()).toBeVisible();
  }

  get intro(): Locator {
    return this.page.getByRole('heading', { name: 'How good is the model on many reviews?' });
  }

  /** Runs the model on a dataset, by the beginning of its name, to the end. */
  async run(dataset: string, each: number | 'all' = 'all', model?: string): Promise<void> {
    await this.start(dataset, each, model);
    await this.done();
  }

  async start(dataset: string, each: number | 'all' = 'all', model?: string): Promise<void> {
    await this.pick('Reviews', dataset);
    const all = this.setup.getByRole('switch', { name: 'All' });
    // By key: the switch itself lies under its own drawing.
    if ((await all.isChecked()) !== (each === 'all')) await all.press('Space');
    if (each !== 'all') {
      const number = this.setup.getByRole('spinbutton', { name: /^Of each label/ });
      await number.fill(String(each));
      await number.blur();
    }
    if (model !== undefined) await this.pick('Model', model);
    await this.runAsShown();
  }

  /** With what the fields say. */
  async runAsShown(): Promise<void> {
    await this.setup.getByRole('button', { name: 'Run', exact: true }).click();
  }

  async done(): Promise<void> {
    await expect(this.setup).toBeVisible({ timeout: 120_000 });
    await expect(this.result).toBeVisible();
    await expect(this.result.getByRole('heading', { level: 2 })).not.toContainText('so far');
  }

  private async pick(field: string, option: string): Promise<void> {
    await this.setup.getByRole('combobox', { name: field }).click();
    await this.page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
  }

  /** 0 … 1. */
  async accuracy(): Promise<number> {
    return (await this.figure('Accuracy')) / 100;
  }

  /** The number as shown. */
  async figure(name: string): Promise<number> {
    const value = this.figures.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd');
    return Number.parseFloat((await value.textContent()) ?? '');
  }

  /** How many texts are in a field of the confusion matrix. */
  async cell(name: 'tp' | 'fp' | 'tn' | 'fn'): Promise<number> {
    const text = await this.page.getByTestId(`cell-${name}`).locator('span').first().textContent();
    return Number(text?.replaceAll(',', ''));
  }

  async openRow(row: Locator): Promise<void> {
    await row.getByRole('button').click();
    await expect(this.explanation).toBeVisible();
  }

  async exportCsv(): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^millrace-batch-.*\.csv$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  }
}
