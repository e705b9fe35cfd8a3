// Text models as models of the library: those that come with the app, and those made, trained or imported here.

import { listTextModels, readTextFiles, type TextVersion } from '../../storage/text-models';
import { readGate, readProfile } from '../../storage/versions';
import { ServiceError } from '../../wire/errors';
import type { TextModelSummary } from '../../wire/reviews';
import { newRecord } from '../reviews/catalogue';
import type { NewModel } from '../reviews/host';
import type { ReviewsHandle } from '../reviews/index';
import type { Abouts } from './about';
import { knownFormats, textStructure } from './known-formats';
import type { Files, Known, ModelSource } from './source';

export class Texts implements ModelSource {
  constructor(
    private readonly reviews: Pick<ReviewsHandle, 'parts' | 'service'>,
    private readonly abouts: Abouts,
    /** The list of text models is another. */
    private readonly changed: () => Promise<void>,
  ) {}

  async list(): Promise<readonly Known[]> {
    return this.reviews.parts.catalogue.list().map((model) => this.known(model));
  }

  files(id: string): Promise<Files> {
    return this.reviews.parts.catalogue.files(id);
  }

  readonly rename = (id: string, name: string) => this.reviews.service.rename(id, name);

  async pack(id: string): Promise<TextVersion> {
    const record = (await listTextModels()).find((model) => model.id === id);
    if (!record) throw new ServiceError('not_found', 'That model is no longer here.');
    const [files, profile, gate] = await Promise.all([readTextFiles(id), readProfile(id), readGate(id)]);
    return { record, files, profile: profile ?? null, gate };
  }

  remove(id: string): Promise<void> {
    return this.reviews.service.remove(id);
  }

  async restore(kept: unknown): Promise<void> {
    await this.reviews.parts.catalogue.bringBack(kept as TextVersion);
    await this.changed();
  }

  /** A model from elsewhere. */
  async add(id: string, name: string, model: NewModel, description: string): Promise<void> {
    const about = { name, untrained: false, held_out: null, parent: null, description };
    await this.reviews.parts.catalogue.add({ ...newRecord(model, about), id }, model);
    await this.changed();
  }

  private known(model: TextModelSummary): Known {
    const { id, name, kind, parameters, bytes, created_at, parent, held_out, shipped, description } = model;
    const { catalogue, training } = this.reviews.parts;
    const made = catalogue.made(id);
    const accuracy = held_out?.accuracy;
    return {
      ...{ id, name, kind: 'text', architecture: kind, parameters, bytes, created_at, parent, data: description },
      formats: knownFormats(textStructure(kind)),
      version: 1 + (made?.ancestors.length ?? (parent === null ? 0 : 1)),
      metrics: {
        ...(held_out && { loss: held_out.loss, held_out: held_out.n }),
        ...(typeof accuracy === 'number' && { accuracy }),
      },
      origin: shipped ? 'shipped' : this.abouts.of(id).imported === null ? 'saved' : 'imported',
      run: null,
      in_use: this.reviews.parts.serving() === id || training.model === id,
    };
  }
}
