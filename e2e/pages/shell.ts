// The frame around every page, as a person meets it.

import { expect, type Locator, type Page } from '@playwright/test';

export type PageName = 'Points' | 'Reviews' | 'Stream' | 'Runs' | 'Models' | 'This device' | 'API';

export class ShellPage {
  readonly heading: Locator;
  readonly nav: Locator;
  readonly main: Locator;
  readonly theme: Locator;
  readonly compute: Locator;
  readonly computePanel: Locator;

  constructor(
    readonly page: Page,
    /** Address of the app; by default that of the test server. */
    readonly base = './',
  ) {
    this.heading = page.getByRole('heading', { level: 1 });
    this.nav = page.getByRole('navigation', { name: 'Pages' });
    this.main = page.getByRole('main');
    this.theme = page.getByRole('button', { name: /^Theme: / });
    // Named by the button that opens it.
    this.computePanel = page.getByRole('dialog', { name: /^Computing with: / });
    this.compute = page.getByRole('button', { name: /^Computing with: / });
  }

  async open(route = ''): Promise<void> {
    await this.page.goto(`${this.base}${route ? `#/${route}` : ''}`);
    await expect(this.heading).toBeAttached();
  }

  link(name: PageName): Locator {
    return this.nav.getByRole('link', { name });
  }

  async go(name: PageName): Promise<void> {
    await this.link(name).click();
    await expect(this.link(name)).toHaveAttribute('aria-current', 'page');
    await expect(this.heading).toBeAttached();
  }

  /** Names of the pages in the navigation. */
  async pages(): Promise<PageName[]> {
    return (await this.nav.getByRole('link').allTextContents()).map((text) => text.trim() as PageName);
  }

  /** Waits until the engine has measured how to compute. */
  async untilReady(): Promise<void> {
    await expect(this.compute).toHaveAccessibleName(/WASM|WebGPU|WebGL|JavaScript/);
  }

  /** Clicks through to a theme. */
  async chooseTheme(wanted: 'light' | 'dark' | 'as the system'): Promise<void> {
    for (let step = 0; step < 3; step += 1) {
      if ((await this.theme.getAttribute('aria-label'))?.startsWith(`Theme: ${wanted}.`)) return;
      await this.theme.click();
    }
    throw new Error(`There is no theme “${wanted}”`);
  }

  scheme(): Promise<string | null> {
    return this.page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));
  }

  /** One click to the penguins, from the first visit's welcome. */
  async loadPenguins(): Promise<void> {
    await this.page
      .getByRole('button', { name: /penguins/i })
      .first()
      .click();
    await expect(this.page.getByRole('heading', { name: 'See how a machine finds groups' })).toBeHidden();
  }

  errorNotice(): Locator {
    return this.page.getByTestId('error-notice');
  }
}
