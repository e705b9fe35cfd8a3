// One WebGPU device as an engine sees it: opened with a deadline, and with its end turned into an
// EngineLostError that every waiting call hears of.

import { EngineLostError } from '../../gmm/engine';
import { withDeadline } from '../deadline';
import { End } from '../end';

/** Seconds that an adapter or device may take to open, and an answer to come. */
const OPEN_PATIENCE = 5;
const ANSWER_PATIENCE = 60;

export class Gpu {
  readonly #end = new End();

  private constructor(readonly device: GPUDevice) {
    device.lost.then(({ message }) => this.#end.come(new EngineLostError(`The GPU was lost. ${message}`.trim())));
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#end.come(new EngineLostError(`The GPU refused the work: ${error.message}`));
      device.destroy();
    });
  }

  /** Rejects when there is no WebGPU, no adapter, or no answer in time. */
  static async open(): Promise<Gpu> {
    if (typeof navigator === 'undefined' || !navigator.gpu) throw new Error('This browser has no WebGPU.');
    const device = await withDeadline(requestDevice(navigator.gpu), OPEN_PATIENCE, 'The GPU did not answer.');
    return new Gpu(device);
  }

  get limits(): GPUSupportedLimits {
    return this.device.limits;
  }

  /** @throws EngineLostError when the device is gone. */
  check(): void {
    if (this.#end.reason) throw this.#end.reason;
  }

  /** The promise, or EngineLostError as soon as the device is gone or does not answer. */
  async answer<T>(promise: Promise<T>): Promise<T> {
    this.check();
    try {
      return await withDeadline(this.#end.before(promise), ANSWER_PATIENCE, 'The GPU did not answer.');
    } catch (error) {
      if (error === this.#end.reason) throw error;
      const why = error instanceof Error ? error.message : String(error);
      this.#end.come(new EngineLostError(why));
      this.device.destroy();
      throw this.#end.reason;
    }
  }

  destroy(): void {
    this.#end.come(new EngineLostError('The engine was closed.'));
    this.device.destroy();
  }
}

async function requestDevice(gpu: GPU): Promise<GPUDevice> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('WebGPU found no graphics adapter.');
  return adapter.requestDevice();
}
