// Files on their way in, looked into or imported: each is told of and given up alone, by whoever began it. A page gives its
// look up whenever another file is handed over, and an import where its user says so; that must end nobody else’s.

import type { Arrival } from '../../wire/library';
import { newId } from '../../wire/new-id';
import { type ExportRun, Exports } from '../texts/exporting';

const CANCELLED: Readonly<Record<Arrival['kind'], string>> = {
  look: 'The look was cancelled.',
  import: 'It was cancelled, and nothing of it was kept.',
};

export class Incoming {
  private readonly running = new Set<{ readonly id: string; readonly kind: Arrival['kind']; readonly at: Exports }>();

  /** @param told as of Exports, by each of them */
  constructor(private readonly told: () => void) {}

  /** In the order in which they were begun. */
  get all(): readonly Arrival[] {
    return [...this.running].flatMap(({ id, kind, at: { progress } }) => (progress ? [{ id, kind, progress }] : []));
  }

  /** One that nobody knows, or that is over, is given up already. */
  cancel(id: string): void {
    for (const one of this.running) if (one.id === id) one.at.cancel();
  }

  cancelImports(): void {
    for (const { kind, at } of this.running) if (kind === 'import') at.cancel();
  }

  /** Without an id of the caller's it gets one here. */
  async run<T>(kind: Arrival['kind'], id: string | undefined, work: (run: ExportRun) => Promise<T>): Promise<T> {
    const one = { id: id ?? newId(), kind, at: new Exports(this.told, CANCELLED[kind]) };
    this.running.add(one);
    try {
      return await one.at.run(null, work);
    } finally {
      this.running.delete(one);
    }
  }
}
