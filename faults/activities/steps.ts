// Activities of steps, each of which the app acknowledges: the fault meets one of them on its way.

import { within } from '../app/until';
import type { Ledger, Value } from './ledger';
import type { Work } from './types';

/** Does one thing, and tells the ledger what came of it. */
export type Step = () => Promise<void>;

/** Milliseconds that a step may take once the app answers again. */
const PATIENCE = 25_000;

export class Steps implements Work {
  private next = 0;
  private underWay: Promise<void> | null = null;

  constructor(
    private readonly steps: readonly Step[],
    private readonly ledger: Ledger,
    /** Things by their keys in the ledger, as the app shows them. */
    private readonly actual: () => Promise<(key: string) => Value | Promise<Value>>,
    /** What else must be so. */
    private readonly also: () => Promise<string[]> = async () => [],
  ) {}

  get acknowledged(): number {
    return this.ledger.acknowledged;
  }

  async reach(share: number): Promise<void> {
    const end = Math.min(this.steps.length - 1, Math.floor(share * this.steps.length));
    while (this.next < end) await this.take();
  }

  provoke(): void {
    this.underWay = this.take();
    this.underWay.catch(() => {});
  }

  async finish(): Promise<void> {
    await this.underWay;
    this.underWay = null;
    while (this.next < this.steps.length) await this.take();
  }

  async verify(): Promise<string[]> {
    return [...(await this.ledger.compare(await this.actual())), ...(await this.also())];
  }

  async goOn(): Promise<string> {
    const before = this.acknowledged;
    await this.finish();
    const wrong = await this.verify();
    if (wrong.length > 0) throw new Error(`afterwards ${wrong.join('; ')}`);
    return `${this.acknowledged - before} more steps were acknowledged`;
  }

  private async take(): Promise<void> {
    const step = this.steps[this.next];
    this.next += 1;
    if (step) await within(PATIENCE, 'a step', step());
  }
}
