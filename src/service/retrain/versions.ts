// Every version there is, with what it came from and what has become of it; and the times at which models began to
// serve.

import { z } from 'zod';
import { readSetting, writeSetting } from '../../storage/settings';
import { readGate, saveGate } from '../../storage/versions';
import type { GateReport, VersionInfo } from '../../wire/retrain';
import type { TextModelSummary } from '../../wire/reviews';
import type { Catalogue } from '../reviews/catalogue';
import { gateReportSchema } from './report-schema';

const SERVED = 'retrain.served';
/** Entries kept: older ones are forgotten. */
const MAX_SERVED = 500;

const servedSchema = z.array(z.object({ model: z.string(), at: z.string() }));
type Served = z.output<typeof servedSchema>;

export class Versions {
  private served: Served = [];
  private readonly reports = new Map<string, GateReport>();

  constructor(private readonly catalogue: Catalogue) {}

  async open(serving: string): Promise<void> {
    this.served = servedSchema.safeParse(await readSetting(SERVED)).data ?? [];
    this.reports.clear();
    for (const { id, shipped } of this.catalogue.list()) {
      const report = shipped ? null : gateReportSchema.safeParse(await readGate(id)).data;
      if (report) this.reports.set(id, report);
    }
    await this.began(serving);
  }

  /** A model serves from now on. */
  async began(model: string): Promise<void> {
    if (model === '' || this.served.at(-1)?.model === model) return;
    this.served = [...this.served, { model, at: new Date().toISOString() }].slice(-MAX_SERVED);
    // A note only: storage that is full must not keep a model from serving.
    await writeSetting(SERVED, this.served).catch(() => {});
  }

  report(model: string): GateReport | null {
    return this.catalogue.has(model) ? (this.reports.get(model) ?? null) : null;
  }

  async keepReport(report: GateReport): Promise<void> {
    await saveGate(report.challenger, report);
    this.reports.set(report.challenger, report);
  }

  /** The newest report on a model that is still there. */
  get last(): GateReport | null {
    const there = [...this.reports.values()].filter(({ challenger }) => this.catalogue.has(challenger));
    return there.sort((a, b) => b.at.localeCompare(a.at))[0] ?? null;
  }

  /** The model that came of a retraining's run. */
  ofRun(run: string): string | null {
    return this.catalogue.list().find(({ id }) => this.catalogue.made(id)?.run === run)?.id ?? null;
  }

  /** Newest first, those that come with the app last. */
  list(serving: string): VersionInfo[] {
    const models = this.catalogue.list().sort((a, b) => b.created_at.localeCompare(a.created_at));
    const own = models.filter(({ shipped }) => !shipped);
    return [...own, ...models.filter(({ shipped }) => shipped)].map((model) => this.describe(model, serving));
  }

  private describe(model: TextModelSummary, serving: string): VersionInfo {
    const { id, name, parent, created_at, shipped } = model;
    const made = this.catalogue.made(id);
    const report = this.report(id);
    const served = this.served.filter((entry) => entry.model === id).map(({ at }) => at);
    const kept = made?.run != null && served.length === 0;
    return {
      ...{ model: id, name, parent, created_at, served },
      ancestors: made?.ancestors ?? [],
      role: id === serving ? 'champion' : shipped ? 'shipped' : kept ? 'candidate' : 'version',
      data: made && {
        new_texts: made.new_texts,
        old_texts: made.old_texts,
        held_out: made.held_out,
        datasets: made.datasets,
      },
      seed: made?.seed ?? null,
      training: made?.training ?? null,
      accuracy: report ? accuracyOf(report) : (model.held_out?.accuracy ?? null),
      passed: report?.passed ?? null,
    };
  }
}

/** Of the challenger, on all held-out texts (new and old; the probe is not among them); null without any. */
export function accuracyOf({ sets }: GateReport): number | null {
  const held = sets.filter(({ set }) => set !== 'probe').map(({ challenger }) => challenger);
  const n = held.reduce((sum, figures) => sum + figures.n, 0);
  return n === 0 ? null : held.reduce((sum, figures) => sum + figures.n * figures.accuracy, 0) / n;
}
