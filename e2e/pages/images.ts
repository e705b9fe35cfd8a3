// The images of the Runs page, as a person uses them.

import { expect, type Locator, type Page } from '@playwright/test';

/** Places on the pad or in a picture: shares of its sides. */
export type Stroke = readonly (readonly [number, number])[];

export class ImagesPage {
  readonly found: Locator;
  readonly taken: Locator;
  readonly list: Locator;
  readonly images: Locator;
  readonly pad: Locator;
  readonly verdict: Locator;
  readonly probabilities: Locator;
  readonly heat: Locator;
  readonly evaluation: Locator;
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.found = page.getByRole('form', { name: 'What was found' });
    this.taken = page.getByTestId('taken');
    this.list = page.getByRole('navigation', { name: 'Datasets of images' });
    this.images = page.getByRole('list', { name: 'Images' }).getByRole('button');
    this.pad = page.getByRole('group', { name: 'Drawing pad' });
    this.verdict = page.getByTestId('verdict');
    this.probabilities = page.getByTestId('probabilities').getByRole('button');
    this.heat = page.getByRole('img', { name: /^Heat-map/ });
    this.evaluation = page.getByTestId('evaluation');
    this.status = page.getByTestId('run-status');
  }

  /** `place`: what follows `#/runs/images`. */
  async open(place = ''): Promise<void> {
    await this.page.goto(`./#/runs/images${place}`);
    await expect(this.page.getByRole('link', { name: 'Datasets of images' })).toBeVisible();
  }

  /** Opens a folder of the disk, as browsers do that give a list of its files. */
  async openFolder(path: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: 'Open a folder' }).click();
    await (await chooser).setFiles(path);
  }

  dataset(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  /** The run on show has come to its end. */
  async untilCompleted(): Promise<void> {
    await expect(this.status).toHaveAttribute('data-phase', 'completed', { timeout: 60_000 });
  }

  async draw(strokes: readonly Stroke[]): Promise<void> {
    const canvas = this.pad.getByRole('img');
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox())!;
    const { mouse } = this.page;
    for (const stroke of strokes) {
      const [first, ...rest] = stroke.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
      await mouse.move(...first!);
      await mouse.down();
      for (const place of rest) await mouse.move(...place, { steps: 5 });
      await mouse.up();
    }
  }

  /** Cells of a row of a table, without its name. */
  async row(table: 'confusion' | 'per-class', name: string): Promise<number[]> {
    const row = this.page
      .getByTestId(table)
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
    return (await row.getByRole('cell').allTextContents()).map((cell) => Number(cell.replaceAll(',', '')));
  }
}
