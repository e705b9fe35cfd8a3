// Which model answers on the page: the serving one, or the small one while that is read or has failed.

import type { NewModelOptions } from '../../ml/text/load';
import type { Explanation, LayerInfo, TextScore } from '../../ml/text/types';
import type { ServingStatus } from '../../wire/reviews';
import { messageOf } from '../errors';
import type { NewModel } from './host';
import { type Answer, Pool, type PoolDependencies } from './pool';

export interface ServingDependencies extends PoolDependencies {
  readonly changed: () => void;
}

export class Serving {
  private readonly pool: Pool;
  private model = '';
  /** The model is chosen and not read yet. */
  private asleep = false;
  private current: ServingStatus = { phase: 'loading', model: '', share: 0 };

  constructor(private readonly deps: ServingDependencies) {
    this.pool = new Pool('scoring', deps, () => [this.model, deps.catalogue.first]);
  }

  get serving(): string {
    return this.model;
  }

  status(): ServingStatus {
    return this.current;
  }

  /** Makes a model the serving one, to be read when somebody is there who may ask it: `wake`. At once where one was before. */
  choose(id: string): void {
    const awake = this.model !== '' && !this.asleep;
    this.model = id;
    this.asleep = true;
    this.tell({ phase: 'loading', model: id, share: 0 });
    if (awake) this.wake();
  }

  wake(): void {
    if (this.asleep) this.serve(this.model).catch(() => {});
  }

  /** Makes a model the serving one; resolves when it answers, rejects when it cannot be loaded. */
  async serve(id: string): Promise<void> {
    this.asleep = false;
    this.model = id;
    this.tell({ phase: 'loading', model: id, share: 0 });
    try {
      await this.pool.load(this.deps.catalogue.first);
      const { engine } = await this.pool.load(id, (share) => {
        if (this.model === id && this.current.phase === 'loading') this.tell({ phase: 'loading', model: id, share });
      });
      if (this.model === id) this.tell({ phase: 'ready', model: id, engine });
    } catch (error) {
      if (this.model === id) this.tell({ phase: 'failed', model: id, message: messageOf(error) });
      throw error;
    }
  }

  /** By the model asked for, or by the one that answers now. */
  score(texts: readonly string[], asked?: string): Promise<Answer<{ scores: readonly TextScore[] }>> {
    this.wake();
    return this.pool.score(asked ?? this.answering(), texts);
  }

  explain(text: string, asked?: string): Promise<Answer<Explanation>> {
    this.wake();
    return this.pool.explain(asked ?? this.answering(), text);
  }

  structure(model: string): Promise<readonly LayerInfo[]> {
    return this.pool.structure(model);
  }

  create(request: NewModelOptions): Promise<NewModel> {
    return this.pool.create(request);
  }

  forget(id: string): Promise<void> {
    return this.pool.forget(id);
  }

  end(): void {
    this.pool.end();
  }

  private answering(): string {
    const { current, deps } = this;
    return current.phase === 'ready' ? this.model : deps.catalogue.first;
  }

  private tell(status: ServingStatus): void {
    this.current = status;
    this.deps.changed();
  }
}
