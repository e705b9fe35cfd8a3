// The Runs page, as a person uses it.

import { expect, type Locator, type Page } from '@playwright/test';

export class RunsPage {
  readonly start: Locator;
  readonly status: Locator;
  readonly live: Locator;
  readonly rows: Locator;
  readonly search: Locator;
  readonly chosen: Locator;
  readonly compared: Locator;
  readonly differences: Locator;
  readonly configuration: Locator;

  constructor(readonly page: Page) {
    this.start = page.getByRole('button', { name: 'Start', exact: true });
    this.status = page.getByTestId('run-status');
    this.live = page.getByTestId('live');
    this.rows = page.getByTestId('runs').locator('tr[data-run]');
    this.search = page.getByRole('searchbox', { name: 'Search runs' });
    this.chosen = page.getByRole('group', { name: 'Chosen runs' });
    this.compared = page.getByTestId('compared').getByRole('listitem');
    this.differences = page.getByTestId('differences');
    this.configuration = page.getByRole('combobox', { name: 'Configuration' });
  }

  async open(route = 'runs'): Promise<void> {
    await this.page.goto(`./#/${route}`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
  }

  async view(name: 'Runs' | 'Compare' | 'Configurations' | 'Images'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Runs', exact: true }).getByRole('link', { name }).click();
  }

  /** Sets the next run up, over what its configuration says. */
  async setUp(configuration: string, fields: Readonly<Record<string, string>>, others = ''): Promise<void> {
    await expect(this.start).toBeEnabled();
    await this.configuration.selectOption({ label: configuration });
    await expect(this.field('Name')).toHaveAttribute('placeholder', configuration);
    for (const [name, value] of Object.entries(fields)) await this.field(name).fill(value);
    if (others === '') return;
    await this.page.locator('details:not([open]) > summary', { hasText: 'More' }).click();
    await this.page.getByRole('textbox', { name: /^Other changes/ }).fill(others);
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name });
  }

  async expectPhase(phase: string): Promise<void> {
    await expect(this.status).toHaveAttribute('data-phase', phase, { timeout: 40_000 });
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  async names(): Promise<string[]> {
    return this.rows.locator('th a').allTextContents();
  }

  async choose(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.row(name).getByRole('checkbox').check();
  }

  /** Done to the chosen runs. */
  async press(tool: string): Promise<void> {
    await this.chosen.getByRole('button', { name: tool }).click();
  }

  chart(metric: string): Locator {
    return this.page.getByTestId(`chart-${metric}`);
  }

  async importCsv(name: string, text: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: 'Import metrics.csv' }).click();
    await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  }

  /** Presses a button that hands a file out: its name and its first bytes as text. */
  async download(button: string): Promise<{ readonly name: string; readonly text: string }> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: button }).click();
    const file = await download;
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString('latin1') };
  }
}
