// The Label view of the Reviews page, as a person uses it.

import { expect, type Locator, type Page } from '@playwright/test';

export type Word = 'positive' | 'negative' | 'skip' | 'undo';

const KEYS: Readonly<Record<Word, string>> = { positive: 'p', negative: 'n', skip: 's', undo: 'u' };

export class LabelPage {
  readonly hand: Locator;
  readonly text: Locator;
  readonly progress: Locator;
  readonly through: Locator;
  readonly rows: Locator;
  readonly counts: Locator;
  readonly search: Locator;
  readonly hint: Locator;
  readonly said: Locator;
  readonly takeBack: Locator;

  constructor(readonly page: Page) {
    this.hand = page.getByRole('region', { name: 'Label the next review' });
    this.text = this.hand.getByTestId('whole-text');
    this.progress = page.getByTestId('label-progress');
    this.through = page.getByTestId('through');
    this.rows = page.getByRole('list', { name: 'All reviews' }).getByRole('listitem');
    this.counts = page.getByTestId('label-counts');
    this.search = page.getByRole('searchbox', { name: 'Search in the reviews' });
    this.hint = this.hand.getByTestId('hint');
    this.said = this.hand.getByTestId('said');
    this.takeBack = page.getByRole('button', { name: 'Take it back' });
  }

  async open(): Promise<void> {
    await this.page.goto('./#/reviews/label');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Reviews' })).toBeVisible();
  }

  async order(name: 'Unsure first' | 'Surest first' | 'As they came' | 'By chance' | 'Check my labels'): Promise<void> {
    await this.page.getByRole('radiogroup', { name: 'Which comes next' }).getByText(name).click();
  }

  /** The next ones come as they came in, whatever the model thinks of them. */
  async inOrder(): Promise<void> {
    await this.order('As they came');
  }

  /** The text at hand. */
  async shown(): Promise<string> {
    await expect(this.text).toBeVisible({ timeout: 60_000 });
    return (await this.text.textContent()) ?? '';
  }

  /** Presses a key, and waits until another text is at hand (or none). */
  async press(word: Word): Promise<void> {
    const before = await this.shown();
    await this.page.keyboard.press(KEYS[word]);
    await expect(this.text.filter({ hasText: before })).toHaveCount(0);
  }

  async expectLabelled(n: number): Promise<void> {
    await expect(this.progress).toContainText(`${n} of`);
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  button(name: RegExp): Locator {
    return this.hand.getByRole('button', { name });
  }

  /** What is done to the chosen reviews. */
  bulk(name: string): Locator {
    return this.page.getByRole('group', { name: 'To the chosen reviews' }).getByRole('button', { name, exact: true });
  }

  async paste(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Paste reviews' }).fill(text);
  }

  /** The first texts, one a line. */
  async add(texts: readonly string[]): Promise<void> {
    await this.paste(texts.join('\n'));
    await this.page.getByRole('button', { name: 'Add them' }).click();
    await expect(this.counts).toHaveText(`0 positive, 0 negative, ${texts.length} without a label`);
  }
}
