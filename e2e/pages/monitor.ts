// The Monitor view of the Reviews page, as a person uses it.

import { expect, type Locator, type Page } from '@playwright/test';

export class MonitorPage {
  readonly headline: Locator;
  readonly tests: Locator;
  readonly proposed: Locator;
  readonly retrain: Locator;
  readonly reasons: Locator;
  readonly versions: Locator;

  constructor(readonly page: Page) {
    this.headline = page.getByTestId('drift-headline');
    this.tests = page.getByTestId('drift-tests').getByRole('listitem');
    this.proposed = page.getByTestId('retrain-proposed');
    this.retrain = page.getByRole('button', { name: /^Retrain on/ });
    this.reasons = page.getByTestId('gate-reasons').getByRole('listitem');
    this.versions = page.getByTestId('versions').getByRole('listitem');
  }

  async open(): Promise<void> {
    await this.page.goto('./#/reviews/monitor');
    await expect(this.headline).toBeVisible();
  }

  /** One of the tests, by its plain name. */
  test(name: string): Locator {
    return this.tests.filter({ hasText: name });
  }

  version(name: string): Locator {
    return this.versions.filter({ hasText: name });
  }

  /** Opens a version's report, and is brought to it. */
  async openReport(name: string, verdict: RegExp): Promise<void> {
    await this.version(name).getByRole('button', { name: 'Report' }).click();
    await expect(this.page.getByRole('heading', { level: 2, name: verdict })).toBeFocused();
  }

  async expectServing(name: string): Promise<void> {
    await expect(this.version(name).filter({ hasText: 'serves now' })).toBeVisible({ timeout: 60_000 });
  }
}
