// The one engine of the page: started when a fit or a drawing first needs it, kept in step with the
// document (additions are handed on, other edits start it anew), replaced when it is lost.

import type { EmEngine } from '../../ml/gmm/engine';
import type { Matrix } from '../../ml/gmm/types';
import type { PointsDocument } from './document';

/** Starts an engine that suits this device and these points. Copies the points. */
export interface EngineProvider {
  startEngine(points: Matrix): Promise<EmEngine>;
  /** Grows when engines that run should make way, because another backend was chosen. */
  epoch(): number;
}

const NAMES: Readonly<Record<EmEngine['kind'], string>> = {
  wasm: 'WASM',
  cpu: 'JavaScript',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
};

/** For people: "WASM, 2 threads". */
export function describeEngine({ kind, threads }: Pick<EmEngine, 'kind' | 'threads'>): string {
  return threads > 1 ? `${NAMES[kind]}, ${threads} threads` : NAMES[kind];
}

export class EngineHost {
  private engine: EmEngine | null = null;
  private generation = -1;
  private epoch = -1;

  constructor(
    private readonly document: PointsDocument,
    private readonly provider: EngineProvider,
  ) {}

  /**
   * The engine, holding all points of the document as they are when the promise resolves.
   * Callers take turns: nothing else may use the engine meanwhile.
   */
  async current(): Promise<EmEngine> {
    for (;;) {
      const { document } = this;
      const epoch = this.provider.epoch();
      if (this.engine && (this.generation !== document.generation || this.epoch !== epoch)) this.drop();
      if (!this.engine) {
        const { generation } = document;
        this.epoch = epoch;
        this.engine = await this.provider.startEngine(document.matrix());
        this.generation = generation;
      } else if (this.engine.n < document.n) {
        await this.engine.append(document.rowsFrom(this.engine.n));
      } else {
        return this.engine;
      }
    }
  }

  /** The engine holds other points than the document, not just fewer. */
  get outdated(): boolean {
    return this.engine !== null && this.generation !== this.document.generation;
  }

  /** The engine is gone or no longer wanted: the next caller gets a new one. */
  drop(): void {
    const { engine } = this;
    this.engine = null;
    engine?.dispose();
  }
}
