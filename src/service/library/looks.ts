// Looks into files that have a name of the caller’s: each is told of and given up alone, by whoever began it. A page gives
// its own up whenever another file is handed over, which must end nobody else’s.

import type { ExportProgress } from '../../wire/labelling';
import { type ExportRun, Exports } from '../texts/exporting';

export class Looks {
  private readonly named = new Map<string, Exports>();

  /** @param told as of Exports, by each of them */
  constructor(private readonly told: () => void) {}

  get progress(): Readonly<Record<string, ExportProgress>> {
    const all = [...this.named].flatMap(([name, { progress }]) => (progress ? [[name, progress] as const] : []));
    return Object.fromEntries(all);
  }

  /** One that nobody knows, or that is over, is given up already. */
  cancel(name: string): void {
    this.named.get(name)?.cancel();
  }

  async run<T>(name: string, work: (run: ExportRun) => Promise<T>): Promise<T> {
    const look = this.named.get(name) ?? new Exports(this.told, 'The look was cancelled.');
    this.named.set(name, look);
    try {
      return await look.run(null, work);
    } finally {
      // Another may have begun by the same name.
      if (look.progress === null) this.named.delete(name);
    }
  }
}
