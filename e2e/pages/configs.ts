// The configurations of the Runs page, as a person uses them.

import { expect, type Locator, type Page } from '@playwright/test';

export class ConfigsPage {
  readonly list: Locator;
  readonly text: Locator;
  readonly state: Locator;
  readonly verdict: Locator;
  readonly problems: Locator;
  readonly resolved: Locator;
  readonly data: Locator;
  readonly options: Locator;

  constructor(
    readonly page: Page,
    /** Address of the app; by default that of the test server. */
    readonly base = './',
  ) {
    this.list = page.getByRole('navigation', { name: 'Configurations' });
    this.text = page.getByRole('textbox', { name: 'Text of the configuration' });
    this.state = page.getByTestId('config-state');
    this.verdict = page.getByTestId('config-verdict');
    this.problems = page.getByRole('region', { name: 'Problems' }).getByRole('listitem');
    this.resolved = page.getByTestId('config-resolved');
    this.data = page.getByTestId('config-data');
    this.options = page.getByRole('listbox').getByRole('option');
  }

  /** The one of an id or a file name, or the list alone. */
  async open(name = ''): Promise<void> {
    await this.page.goto(`${this.base}#/runs/configs${name && `/${name}`}`);
    await expect(this.list.getByRole('button', { name: 'New' })).toBeVisible();
    if (name) await expect(this.verdict).toHaveText(/In order|problem/);
  }

  entry(name: string | RegExp): Locator {
    return this.list.getByRole('listitem').filter({ hasText: name });
  }

  /** In place of the whole text, as by pasting. */
  async put(text: string): Promise<void> {
    await this.text.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** A row of the whole configuration: "epochs" and its value. */
  row(key: string): Locator {
    return this.resolved.locator('div').filter({ has: this.page.locator(`> dt:text-is("${key}")`) });
  }

  /** Takes what the list offers first, by the keyboard. */
  async takeOption(): Promise<void> {
    // A list that has just opened takes no key yet: it may have come under a finger on its way.
    await this.page.waitForTimeout(150);
    await this.page.keyboard.press('Enter');
    await expect(this.options).toHaveCount(0);
  }

  async import(name: string, text: string): Promise<void> {
    const file = { name, mimeType: 'application/yaml', buffer: Buffer.from(text) };
    await this.page.getByLabel('Configuration files').setInputFiles(file);
  }
}
