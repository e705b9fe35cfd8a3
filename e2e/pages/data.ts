// The "This device" page, as a person uses it.

import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

export interface BackupFile {
  readonly name: string;
  readonly mimeType: 'application/gzip';
  readonly buffer: Buffer;
}

export class DataPage {
  readonly offlineState: Locator;
  readonly confirmRestore: Locator;
  readonly confirmDelete: Locator;

  constructor(readonly page: Page) {
    this.offlineState = page.getByTestId('offline-state');
    this.confirmRestore = page.getByRole('group', { name: 'Confirm the restore' });
    this.confirmDelete = page.getByRole('form', { name: 'Confirm the deletion' });
  }

  /** Asks for a new version, as the hourly check does by itself. */
  async lookForUpdate(): Promise<void> {
    await this.page.getByRole('button', { name: 'Look for a new version' }).click();
  }

  /** How many there are of a kind ("Points", "Saved mixtures"). */
  async expectCount(kind: string, count: number): Promise<void> {
    const row = this.page
      .getByRole('table', { name: 'What is stored on this device' })
      .getByRole('row', { name: kind });
    await expect(row.getByRole('cell').first()).toHaveText(count.toLocaleString('en'));
  }

  async backUp(): Promise<BackupFile> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: 'Back up everything' }).click(),
    ]);
    const buffer = await readFile(await download.path());
    return { name: download.suggestedFilename(), mimeType: 'application/gzip', buffer };
  }

  /** Hands over a file; what follows is a confirmation or an error. */
  async choose(file: BackupFile): Promise<void> {
    await this.page.getByLabel('Choose a back-up').locator('input[type=file]').setInputFiles(file);
  }

  async restore(file: BackupFile): Promise<void> {
    await this.choose(file);
    await this.confirmRestore.getByRole('button', { name: 'Replace everything with it' }).click();
    await expect(this.page.getByText('The back-up is restored')).toBeVisible();
  }

  async deleteEverything(): Promise<void> {
    await this.page.getByRole('button', { name: 'Delete everything…' }).click();
    await this.confirmDelete.getByRole('textbox').fill('delete');
    await this.confirmDelete.getByRole('button', { name: 'Delete everything' }).click();
    await expect(this.page.getByText('Everything is deleted')).toBeVisible();
  }
}
