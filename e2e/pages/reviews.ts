// The Reviews page, as a person uses it.

import { expect, type Locator, type Page } from '@playwright/test';

export type ReviewsTab = 'Model' | 'Labels' | 'Train';

export class ReviewsPage {
  readonly field: Locator;
  readonly verdict: Locator;
  readonly score: Locator;
  readonly status: Locator;
  readonly marks: Locator;
  readonly marking: Locator;
  readonly explanation: Locator;
  readonly comparison: Locator;
  readonly labels: Locator;
  readonly label: Locator;
  readonly lessonData: Locator;
  readonly trainingControls: Locator;
  readonly beforeAfter: Locator;
  readonly charts: Locator;
  readonly errorNotice: Locator;

  constructor(readonly page: Page) {
    this.field = page.getByRole('textbox', { name: 'Review', exact: true });
    this.verdict = page.getByTestId('verdict');
    this.score = page.getByTestId('score');
    this.status = page.getByTestId('status');
    this.marks = page.locator('mark');
    this.marking = page.getByRole('switch', { name: 'Mark the words that push the score' });
    this.explanation = page.getByTestId('explanation');
    this.comparison = page.getByTestId('comparison');
    this.labels = page.getByRole('tabpanel', { name: 'Labels' }).getByRole('listitem');
    this.label = page.getByRole('region', { name: 'Label' });
    this.lessonData = page.getByRole('combobox', { name: 'What to learn from' });
    this.trainingControls = page.getByTestId('training-controls');
    this.beforeAfter = page.getByTestId('before-after');
    this.charts = page.getByRole('tabpanel', { name: 'Train' }).getByRole('img');
    this.errorNotice = page.getByTestId('error-notice');
  }

  async open(): Promise<void> {
    await this.page.goto('./#/reviews');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Reviews' })).toBeVisible();
    await this.ready();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** The serving model is read and answers. */
  async ready(): Promise<void> {
    await expect(this.status).toContainText(/parameters/, { timeout: 60_000 });
    await expect(this.status).not.toContainText('is being read', { timeout: 60_000 });
  }

  async tab(name: ReviewsTab): Promise<Locator> {
    await this.page.getByRole('tab', { name, exact: true }).click();
    return this.page.getByRole('tabpanel', { name });
  }

  async example(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Types a review in place of what is there; resolves with its score. */
  async scoreOf(text: string): Promise<number> {
    await this.field.fill('');
    await expect(this.score).toHaveCount(0);
    await this.field.fill(text);
    return this.shown();
  }

  /** The score on show. */
  async shown(): Promise<number> {
    await expect(this.score).toHaveText(/^\d\.\d\d$/);
    return Number(await this.score.textContent());
  }

  /** Labels a review by its key while the field has focus. */
  async keep(text: string, sentiment: 'positive' | 'negative'): Promise<void> {
    await this.field.fill(text);
    await this.field.press(sentiment === 'positive' ? 'Alt+p' : 'Alt+n');
    await expect(this.label).toContainText(`Kept as ${sentiment}`);
    await expect(this.field).toHaveValue('');
  }

  async expectCounts(positive: number, negative: number): Promise<void> {
    await this.tab('Labels');
    await expect(this.page.getByTestId('label-counts')).toHaveText(`${positive} positive, ${negative} negative`);
  }

  /** Picks from a drop-down by its label. */
  async pick(panel: Locator, field: string, option: string): Promise<void> {
    await panel.getByRole('combobox', { name: field }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  /** The bin of a review that was kept. */
  bin(text: string): Locator {
    return this.labels.filter({ hasText: text }).getByRole('button', { name: 'Remove the review' });
  }

  model(name: string): Locator {
    return this.page.getByRole('radio', { name, exact: true });
  }
}
