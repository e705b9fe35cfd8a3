// A module of one's own on the Models page, as a person uses it.

import { expect, type Locator, type Page } from '@playwright/test';

export class ModulePage {
  readonly files: Locator;
  readonly fileState: Locator;
  readonly training: Locator;
  readonly log: Locator;
  readonly status: Locator;
  readonly stack: Locator;
  readonly answer: Locator;
  readonly refused: Locator;
  readonly train: Locator;
  readonly stop: Locator;
  /** Frames in which modules run; they are never seen. */
  readonly sandboxes: Locator;

  constructor(readonly page: Page) {
    this.files = page.getByTestId('module-files').getByRole('listitem');
    this.fileState = page.getByTestId('file-state');
    this.training = page.getByTestId('training');
    this.log = page.getByTestId('log');
    this.status = page.getByTestId('module-status');
    this.stack = page.getByTestId('stack').first();
    this.answer = page.getByTestId('answer');
    this.refused = page.getByRole('alert').filter({ hasText: 'It did not answer' });
    this.train = page.getByRole('button', { name: 'Train', exact: true });
    this.stop = page.getByRole('button', { name: 'Stop', exact: true });
    this.sandboxes = page.locator('iframe[title="Sandbox of a module"]');
  }

  /** Makes one from the template, and is on its page; gives its id. */
  async begin(): Promise<string> {
    await this.page.goto('./#/models');
    await this.startFromTemplate();
    return decodeURIComponent(new URL(this.page.url()).hash.split('/').at(-1) ?? '');
  }

  /** On the list of models. */
  async startFromTemplate(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start from the template' }).click();
    await this.expectOpen('train.js');
  }

  async expectOpen(path: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 3, name: path, exact: true })).toBeVisible();
    await expect(this.editor(path)).toBeVisible();
  }

  editor(path: string): Locator {
    return this.page.getByRole('textbox', { name: `Text of ${path}` });
  }

  async open(path: string): Promise<void> {
    await this.files.getByRole('button').filter({ hasText: path }).first().click();
    await this.expectOpen(path);
  }

  /** Puts another text into the open file, by keyboard; it is kept by itself. */
  async write(path: string, text: string): Promise<void> {
    await this.editor(path).click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
    await expect(this.fileState).toHaveText('Kept in this browser');
  }

  async tab(name: 'Train' | 'Try it' | 'Take away' | 'About'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  async giveArguments(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /^Arguments/ }).fill(text);
  }

  /** Trains, and waits for it to end so. */
  async trainUntil(phase: 'finished' | 'failed' | 'interrupted'): Promise<void> {
    await this.train.press('Enter');
    await this.expectPhase(phase);
  }

  async expectPhase(phase: 'running' | 'finished' | 'failed' | 'stopped' | 'interrupted'): Promise<void> {
    await expect(this.training).toHaveAttribute('data-phase', phase);
  }

  /** Asks the module, on its tab. */
  async ask(input: string, type: string, accepted?: string): Promise<void> {
    await this.page.getByLabel(/^It is/).fill(type);
    await this.page.getByRole('textbox', { name: 'Input' }).fill(input);
    if (accepted) await this.page.getByRole('combobox', { name: /^Answer in/ }).selectOption(accepted);
    await this.page.getByRole('button', { name: 'Predict' }).click();
  }

  /** Files that a training has written before its end, which are kept beside the module. */
  left(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opened = indexedDB.open('millrace');
          opened.onerror = () => reject(opened.error);
          opened.onsuccess = () => {
            const keys = opened.result.transaction('library').objectStore('library').getAllKeys();
            keys.onerror = () => reject(keys.error);
            keys.onsuccess = () => {
              opened.result.close();
              resolve(keys.result.filter((key) => String(key).startsWith('left:')).length);
            };
          };
        }),
    );
  }

  async paths(): Promise<string[]> {
    const names = await this.files.getByRole('button').locator('span').allTextContents();
    return names.sort();
  }
}
