// The Points page, as a person uses it.

import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

export type Tool = 'Add points' | 'Spray points' | 'Erase points' | 'Select and move points' | 'Move the view';
export type TabName = 'Data' | 'Fit' | 'Result' | 'Use';

export class PointsPage {
  readonly surface: Locator;
  readonly summary: Locator;
  readonly status: Locator;
  readonly welcome: Locator;
  readonly fit: Locator;
  readonly step: Locator;
  readonly reset: Locator;
  readonly undo: Locator;
  readonly redo: Locator;
  readonly groups: Locator;
  readonly legend: Locator;
  readonly groupsShown: Locator;
  /** Says that the model on show is of earlier options. */
  readonly earlier: Locator;
  readonly speedChoice: Locator;
  readonly plane: Locator;
  readonly card: Locator;
  readonly preview: Locator;
  readonly table: Locator;
  readonly errorNotice: Locator;
  readonly models: Locator;

  constructor(readonly page: Page) {
    const transport = page.getByRole('region', { name: 'Fit', exact: true });
    this.surface = page.getByTestId('surface');
    this.summary = page.getByTestId('points-summary');
    this.status = page.getByTestId('plane-status');
    this.welcome = page.getByRole('region', { name: 'See how a machine finds groups' });
    this.fit = transport;
    this.step = transport.getByRole('button', { name: 'One iteration' });
    this.reset = transport.getByRole('button', { name: 'Reset the fit' });
    this.undo = page.getByRole('button', { name: 'Undo', exact: true });
    this.redo = page.getByRole('button', { name: 'Redo', exact: true });
    this.groups = page.getByRole('spinbutton', { name: 'Number of groups' });
    this.legend = page.getByRole('list', { name: 'Groups and their weights' });
    this.groupsShown = this.legend.getByRole('listitem');
    this.earlier = page.getByText('Model of the earlier options');
    this.speedChoice = transport.getByRole('combobox');
    this.plane = page.getByTestId('plane');
    this.card = page.getByTestId('hover-card');
    this.preview = page.getByRole('region', { name: /^Found in / });
    this.table = page.getByRole('region', { name: 'Points as a table' });
    this.errorNotice = page.getByTestId('error-notice');
    this.models = page.getByRole('tabpanel', { name: 'Use' }).getByRole('listitem');
  }

  async open(hash = '#/points'): Promise<void> {
    await this.page.goto(`./${hash}`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Points' })).toBeVisible();
    await this.ready();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** The engine has answered. */
  async ready(): Promise<void> {
    await expect(this.fit).not.toContainText('Starting…');
  }

  async tab(name: TabName): Promise<Locator> {
    await this.page.getByRole('tab', { name }).click();
    return this.page.getByRole('tabpanel', { name });
  }

  /** One click: penguins, and the fit starts. */
  async welcomePenguins(): Promise<void> {
    await this.welcome.getByRole('button', { name: /penguins/ }).click();
    await expect(this.welcome).toBeHidden();
  }

  async sample(name: string): Promise<void> {
    const data = await this.tab('Data');
    await data.getByRole('button', { name }).first().click();
    await expect(this.summary).toContainText(name);
  }

  async clickOwn(): Promise<void> {
    await this.welcome.getByRole('button', { name: 'Click your own' }).click();
  }

  async tool(name: Tool): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Clicks on the plane; shares of its width and height. */
  async click(x: number, y: number): Promise<void> {
    const box = await this.box();
    await this.page.mouse.click(box.x + x * box.width, box.y + y * box.height);
  }

  async drag(from: readonly [number, number], to: readonly [number, number], steps = 20): Promise<void> {
    const box = await this.box();
    await this.page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps });
    await this.page.mouse.up();
  }

  private async box() {
    const box = await this.surface.boundingBox();
    if (!box) throw new Error('The plane is not on the page');
    return box;
  }

  /** How many points there are, by the page's own words; without points it has none, and none is waited for. */
  async count(): Promise<number> {
    const [text = ''] = await this.summary.allTextContents();
    return Number(/([\d,]+) points?/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
  }

  async expectCount(n: number): Promise<void> {
    await expect.poll(() => this.count()).toBe(n);
  }

  /** Waits until the plane says that so many points were added or erased, and gives the number. */
  async told(what: 'added' | 'erased'): Promise<number> {
    const sentence = new RegExp(`^([\\d,]+) points? ${what}\\.$`);
    await expect(this.status).toHaveText(sentence);
    const text = (await this.status.textContent()) ?? '';
    return Number(sentence.exec(text)?.[1]?.replaceAll(',', ''));
  }

  /** Picks from a row of choices of which one is down. */
  async choose(group: string, label: string): Promise<void> {
    await this.page.getByRole('radiogroup', { name: group }).getByText(label, { exact: true }).click();
  }

  async play(): Promise<void> {
    await this.fit.getByRole('button', { name: /^(Fit|Again|Continue)$/ }).click();
  }

  async pause(): Promise<void> {
    await this.fit.getByRole('button', { name: 'Pause' }).click();
  }

  async expectFinished(): Promise<void> {
    await expect(this.fit).toContainText(/Converged after|Ended after/, { timeout: 60_000 });
  }

  async speed(label: 'Full speed' | '1 a second' | '5 a second'): Promise<void> {
    await this.speedChoice.selectOption({ label });
  }

  /** Iterations done, while fitting or paused. */
  async iteration(): Promise<number> {
    const text = (await this.fit.textContent()) ?? '';
    return Number(/Iteration ([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
  }

  async setGroups(n: number): Promise<void> {
    await this.tab('Fit');
    await this.groups.fill(String(n));
    await this.groups.press('Enter');
    await expect(this.groups).toHaveValue(String(n));
  }

  /** The fit goes on to its last iteration: a busy machine has the time to do something meanwhile. */
  async neverConverge(): Promise<void> {
    const tab = await this.tab('Fit');
    await tab.getByText('Advanced', { exact: true }).click();
    await tab.getByLabel('Stop below').fill('0');
    await tab.getByLabel('Stop below').press('Enter');
  }

  async openFile(name: string, content: string | Buffer): Promise<void> {
    const data = await this.tab('Data');
    const buffer = typeof content === 'string' ? Buffer.from(content) : content;
    await data.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  }

  async openPath(path: string): Promise<void> {
    const data = await this.tab('Data');
    await data.locator('input[type=file]').setInputFiles(path);
  }

  /** Takes what the preview shows, in place of what there is. */
  async take(): Promise<void> {
    await this.preview.getByRole('button', { name: /^(Use|Replace with)/ }).click();
    await expect(this.preview).toBeHidden();
  }

  /** Clicks a button that hands over a file, and reads it. */
  async download(button: Locator): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** Moves focus off every control, as clicking beside them would. */
  async blur(): Promise<void> {
    await this.page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}
