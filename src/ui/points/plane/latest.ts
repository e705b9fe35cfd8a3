// Runs a job again and again, one at a time: asked for while it runs, it runs once more afterwards.

import { showError } from '../../components/notify';

export class Latest {
  private running = false;
  private again = false;

  constructor(private readonly job: () => Promise<void>) {}

  run(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    this.job()
      .catch((error: unknown) => showError(error, 'draw the points'))
      .finally(() => {
        this.running = false;
        if (!this.again) return;
        this.again = false;
        this.run();
      });
  }
}
