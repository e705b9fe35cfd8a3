// Sees to it that what a model was trained on is kept with it, for noticing drift, before it serves.

import { saveProfile } from '../../storage/versions';
import { profileFor, type TrainedOn } from '../drift/profiles';
import type { Catalogue } from './catalogue';
import type { Pool } from './pool';
import { normalText } from './split';
import { readLabelled } from './train-data';

export class Profiling {
  private readonly making = new Map<string, Promise<void>>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly background: Pool,
  ) {}

  /** From the texts of a training that has just ended. Rejects when it cannot be computed or stored. */
  make(model: string, data: TrainedOn): Promise<void> {
    const work = this.work(model, data).finally(() => this.making.delete(model));
    this.making.set(model, work);
    return work;
  }

  /**
   * Resolves once there is one, or where none can be had. Where it is missing (the tab was closed right after the
   * training), it is made from the reviews kept that the model has learnt from.
   */
  async ensure(model: string): Promise<void> {
    // Who made it has said what went wrong.
    await this.making.get(model)?.catch(() => {});
    if ((await this.catalogue.profile(model)) !== null) return;
    const learnt = new Set(this.catalogue.made(model)?.learnt);
    const kept = await readLabelled();
    const train = kept.filter(({ id }) => learnt.has(id));
    const held_out = kept.filter(({ part }) => part === 'held_out');
    if (train.length > 0) await this.make(model, { train, held_out });
  }

  private async work(model: string, { train, held_out }: TrainedOn): Promise<void> {
    const { parent } = this.catalogue.get(model);
    const before = parent !== null && this.catalogue.has(parent) ? await this.catalogue.profile(parent) : null;
    // A text that was shown more than once is one text.
    const once = [...new Map(train.map((item) => [normalText(item.text), item])).values()];
    const bytes = await profileFor(this.background, model, { train: once, held_out }, before);
    // It may have been removed meanwhile.
    if (this.catalogue.has(model)) await saveProfile(model, bytes);
  }
}
