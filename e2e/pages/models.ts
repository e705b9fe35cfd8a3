// The Models page, as a person uses it.

import { expect, type Locator, type Page } from '@playwright/test';

export interface HandedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export class ModelsPage {
  readonly rows: Locator;
  readonly search: Locator;
  readonly chosen: Locator;
  readonly card: Locator;
  readonly layers: Locator;
  readonly weights: Locator;
  readonly found: Locator;
  readonly refusal: Locator;

  constructor(readonly page: Page) {
    this.rows = page.getByTestId('models').locator('tr[data-model]');
    this.search = page.getByRole('searchbox', { name: 'Search models' });
    this.chosen = page.getByRole('group', { name: 'Chosen models' });
    this.card = page.getByTestId('card');
    this.layers = page.getByTestId('layers').locator('tbody tr');
    this.weights = page.getByTestId('weights').getByRole('listitem');
    this.found = page.getByRole('form', { name: 'What is in it' });
    this.refusal = page.getByRole('alert').filter({ hasText: 'Could not use' });
  }

  async open(): Promise<void> {
    await this.page.goto('./#/models');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
    await expect(this.rows.first()).toBeVisible();
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  /** Opens a model of the list. */
  async look(name: string): Promise<void> {
    await this.row(name).getByRole('link', { name, exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible();
    await expect(this.layers.first()).toBeVisible();
  }

  async tab(name: 'Summary' | 'Try it' | 'Take away' | 'Card'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  async all(): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Models', exact: true })
      .getByRole('link', { name: 'All models' })
      .click();
  }

  /** What the model at hand answers to a text, as JSON. */
  async answerTo(text: string): Promise<unknown> {
    await this.tab('Try it');
    await this.page.getByRole('textbox', { name: 'Input' }).fill(text);
    await this.page.getByRole('button', { name: 'Predict' }).click();
    return JSON.parse((await this.page.getByTestId('answer').textContent()) ?? '');
  }

  /** Presses a button that hands a file out. */
  async download(button: string): Promise<HandedFile> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: button, exact: true }).click();
    const file = await download;
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    return { name: file.suggestedFilename(), mimeType: 'application/gzip', buffer: Buffer.concat(chunks) };
  }

  /** Hands a file over, a large one by its path; what is in it is shown, or why it cannot be used. */
  async hand(file: HandedFile | string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: 'Choose a file' }).click();
    await (await chooser).setFiles(file);
  }

  async keepAs(name: string): Promise<void> {
    await this.found.getByRole('textbox', { name: 'Name here' }).fill(name);
    await this.found.getByRole('button', { name: 'Keep it' }).click();
    await expect(this.page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible();
  }
}
