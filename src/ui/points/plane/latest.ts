// Runs a job again and again, one at a time: asked for while it runs, it runs once more afterwards.

import { showError } from '../../components/notify';

export class Latest {
  private running = false;
  private again = false;
  /** Grows with each `restart`: what jobs of before it do does not count. */
  private era = 0;

  constructor(private readonly job: () => Promise<void>) {}

  run(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    const { era } = this;
    this.job()
      .catch((error: unknown) => showError(error, 'draw the points'))
      .finally(() => {
        if (era !== this.era) return;
        this.running = false;
        if (!this.again) return;
        this.again = false;
        this.run();
      });
  }

  /** Runs it whether or not it runs: what it waits for will never come. */
  restart(): void {
    this.era++;
    this.running = false;
    this.again = false;
    this.run();
  }
}
