// The Stream page, as a person uses it.

import { expect, type Locator, type Page } from '@playwright/test';

export class StreamPage {
  readonly play: Locator;
  readonly step: Locator;
  readonly stop: Locator;
  readonly startOver: Locator;
  readonly status: Locator;
  readonly speed: Locator;
  readonly accuracy: Locator;
  /** The figure beside it. */
  readonly accuracyNow: Locator;
  readonly loss: Locator;
  readonly detectors: Locator;
  readonly extent: Locator;
  readonly json: Locator;
  readonly problem: Locator;
  readonly kept: Locator;

  constructor(readonly page: Page) {
    this.play = page.getByRole('region', { name: 'Run' }).getByRole('button').first();
    this.step = page.getByRole('button', { name: 'Step one batch' });
    this.stop = page.getByRole('button', { name: 'Stop and save' });
    this.startOver = page.getByRole('button', { name: 'Start over…' });
    this.status = page.getByTestId('stream-status');
    this.speed = page.getByRole('combobox', { name: /^Speed/ });
    this.accuracy = page.getByRole('img', { name: /^Accuracy/ });
    this.accuracyNow = page.getByTestId('now-score');
    this.loss = page.getByRole('img', { name: /^Loss/ });
    this.detectors = page.getByTestId('detectors').getByRole('listitem');
    this.extent = page.getByTestId('extent');
    this.json = page.getByRole('textbox', { name: 'A batch as JSON' });
    this.problem = page.getByTestId('push-problem');
    this.kept = page.getByTestId('kept-runs').getByRole('listitem');
  }

  async open(): Promise<void> {
    await this.page.goto('./#/stream');
    await expect(this.play).toBeEnabled();
  }

  /** One of the ready streams of the first visit, by its plain name. */
  async ready(name: string): Promise<void> {
    await this.page.getByRole('listitem').getByRole('button', { name }).click();
  }

  async press(name: 'Start' | 'Pause' | 'Go on'): Promise<void> {
    await expect(this.play).toHaveText(name);
    await this.play.click();
  }

  async expectPhase(phase: string): Promise<void> {
    await expect(this.status).toHaveAttribute('data-phase', phase);
  }

  async batches(): Promise<number> {
    const words = await this.page.getByTestId('stream-batches').textContent();
    return Number(/^([\d,]+)/.exec(words ?? '')?.[1]?.replaceAll(',', ''));
  }

  async untilBatches(least: number): Promise<void> {
    await expect.poll(() => this.batches(), { timeout: 30_000 }).toBeGreaterThanOrEqual(least);
  }

  /** Stops, and waits until all is saved. */
  async stopped(): Promise<void> {
    await this.stop.click();
    await this.expectPhase('stopped');
  }

  async tab(name: 'Watch' | 'Set-up' | 'Runs'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
    await expect(this.page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  }

  /** Chooses where batches come from, in the set-up. */
  async source(id: string): Promise<void> {
    await this.tab('Set-up');
    await this.page.getByLabel('Batches come from').selectOption(id);
  }

  async push(json: string): Promise<void> {
    await this.json.fill(json);
    await this.page.getByRole('button', { name: 'Push', exact: true }).click();
  }

  detector(name: string): Locator {
    return this.detectors.filter({ hasText: name });
  }
}
