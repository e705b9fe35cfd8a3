// The E-step on the GPU, by compute shaders (./wgsl.ts). The host keeps the points in float64 and
// uploads them standardised, each coordinate as two floats; what comes back is summed in float64.
// Nothing here waits synchronously, and a device that is lost or silent ends in EngineLostError.

import type { Assignment, EmEngine, EmModel, EmStatistics } from '../../gmm/engine';
import { Rows } from '../../gmm/rows';
import { type Scaling, scaleRows, scalingOf } from '../../gmm/scaling';
import type { Matrix } from '../../gmm/types';
import { Gpu } from './gpu';
import { addPartials, emptyTotals, packModel, spread, twoFloats } from './gpu-pack';
import { checkModel, checkPoints } from './kernel';
import { type ScaledModel, scaleModel, unscaleStatistics } from './scaled';
import { assignWords, type GpuTask, passLayout, shaderSource, WORKGROUP, workgroupBytes } from './wgsl';

/** Rows in one dispatch: short enough for a watchdog on a slow GPU, long enough to fill a fast one. */
const SEGMENT_ROWS = 1 << 18;
/** Workgroups per segment; fewer where each writes many statistics. */
const GROUPS = 256;
const FEW_GROUPS = 64;
const MANY_STATISTICS = 512;

/** Consecutive rows in one buffer. */
interface Segment {
  readonly from: number;
  rows: number;
  capacity: number;
  points: GPUBuffer;
}

export async function createWebGpuEngine(points: Matrix): Promise<EmEngine> {
  checkPoints(points.data, points.d);
  const gpu = await Gpu.open();
  try {
    const engine = new WebGpuEngine(gpu, points.d);
    await engine.append(points.data);
    return engine;
  } catch (error) {
    gpu.destroy();
    throw error;
  }
}

class WebGpuEngine implements EmEngine {
  readonly kind = 'webgpu';
  readonly threads = 1;
  readonly #rows: Rows;
  readonly #segments: Segment[] = [];
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  #scaling: Scaling;
  /** How many rows the scaling was worked out from. */
  #scaledRows = 0;
  /** Calls run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly gpu: Gpu,
    readonly d: number,
  ) {
    const none = { data: new Float64Array(0), n: 0, d };
    this.#rows = new Rows(none);
    this.#scaling = scalingOf(none);
  }

  get n(): number {
    return this.#rows.n;
  }

  append(points: Float64Array): Promise<void> {
    checkPoints(points, this.d);
    const copy = points.slice();
    return this.#exclusively(async () => {
      if (copy.length === 0) return;
      this.#rows.append({ data: copy, n: copy.length / this.d, d: this.d });
      // What came since may lie elsewhere and at another scale: once the rows have doubled, all are scaled anew.
      if (this.n >= 2 * this.#scaledRows) {
        this.#scaling = scalingOf(this.#rows);
        this.#scaledRows = this.n;
        for (const { points: buffer } of this.#segments.splice(0)) buffer.destroy();
      }
      this.#upload();
      await this.gpu.answer(this.gpu.device.queue.onSubmittedWorkDone());
    });
  }

  pass(model: EmModel): Promise<EmStatistics> {
    checkModel(model, this.d);
    return this.#exclusively(async () => {
      const scaled = scaleModel(model, this.#scaling);
      const total = emptyTotals(scaled);
      if (scaled.k > 0) {
        const { floats } = passLayout(scaled);
        for await (const words of this.#run('pass', scaled, (segment) => groupsOf(segment, scaled) * floats)) {
          addPartials(total, new Float32Array(words), scaled);
        }
      }
      return unscaleStatistics(spread(total, scaled), scaled, model, this.n, this.#scaling);
    });
  }

  scoreSamples(model: EmModel): Promise<Float64Array> {
    checkModel(model, this.d);
    return this.#exclusively(async () => {
      const scaled = scaleModel(model, this.#scaling);
      const out = new Float64Array(this.n).fill(-Infinity);
      if (scaled.k === 0) return out;
      let at = 0;
      for await (const words of this.#run('score', scaled, (segment) => segment.rows)) {
        for (const value of new Float32Array(words)) out[at++] = value + scaled.taken;
      }
      return out;
    });
  }

  assign(model: EmModel): Promise<Assignment> {
    checkModel(model, this.d);
    return this.#exclusively(async () => {
      const { k } = model;
      const scaled = scaleModel(model, this.#scaling);
      const labels = new Uint8Array(this.n);
      const responsibilities = new Uint8Array(this.n * k);
      if (scaled.k === 0) return { labels, responsibilities };
      const stride = 4 * assignWords(scaled.k);
      let row = 0;
      for await (const words of this.#run('assign', scaled, ({ rows }) => (rows * stride) / 4)) {
        const bytes = new Uint8Array(words);
        for (let at = 0; at < bytes.length; at += stride, row++) {
          labels[row] = scaled.active[bytes[at]!]!;
          for (let c = 0; c < scaled.k; c++) responsibilities[row * k + scaled.active[c]!] = bytes[at + 4 + c]!;
        }
      }
      return { labels, responsibilities };
    });
  }

  dispose(): void {
    this.gpu.destroy();
  }

  #exclusively<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(() => {
      this.gpu.check();
      return task();
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Brings the rows that the GPU does not hold yet there. */
  #upload(): void {
    const { device, limits } = this.gpu;
    const rowBytes = 8 * this.d;
    const fitting = Math.floor(Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize) / rowBytes);
    const most = Math.min(SEGMENT_ROWS, fitting - (fitting % WORKGROUP));
    for (;;) {
      let segment = this.#segments.at(-1);
      const held = segment ? segment.from + segment.rows : 0;
      if (held === this.n) return;
      if (!segment || segment.rows === most) {
        segment = this.#newSegment(held, Math.min(most, this.n - held));
        this.#segments.push(segment);
      } else if (segment.rows === segment.capacity) {
        this.#grow(segment, Math.min(most, Math.max(2 * segment.capacity, this.n - segment.from)));
      }
      const count = Math.min(this.n - held, segment.capacity - segment.rows);
      const pairs = twoFloats(scaleRows(this.#rows, held, held + count, this.#scaling));
      device.queue.writeBuffer(segment.points, segment.rows * rowBytes, pairs);
      segment.rows += count;
    }
  }

  #newSegment(from: number, capacity: number): Segment {
    return { from, rows: 0, capacity, points: this.#pointBuffer(capacity) };
  }

  #pointBuffer(rows: number): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    return this.gpu.device.createBuffer({ size: rows * 8 * this.d, usage });
  }

  #grow(segment: Segment, capacity: number): void {
    const { device } = this.gpu;
    const larger = this.#pointBuffer(capacity);
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(segment.points, 0, larger, 0, segment.rows * 8 * this.d);
    device.queue.submit([encoder.finish()]);
    segment.points.destroy();
    segment.points = larger;
    segment.capacity = capacity;
  }

  /** Runs a task over all segments; yields what each wrote, `words` 32-bit words, in order. */
  async *#run(task: GpuTask, scaled: ScaledModel, words: (segment: Segment) => number): AsyncGenerator<ArrayBuffer> {
    const { device, limits } = this.gpu;
    const pipeline = await this.gpu.answer(this.#pipeline(task, scaled));
    const modelBuffer = this.#filled(packModel(scaled), GPUBufferUsage.STORAGE);
    const buffers: GPUBuffer[] = [modelBuffer];
    try {
      // All is submitted before the first answer is waited for, so that the GPU never idles in between.
      const answers = this.#segments.map((segment) => {
        const size = 4 * words(segment);
        if (size > limits.maxStorageBufferBindingSize) throw new RangeError('The results do not fit the GPU.');
        const groups = task === 'pass' ? groupsOf(segment, scaled) : Math.ceil(segment.rows / WORKGROUP);
        const job = this.#filled(new Uint32Array([segment.rows, tilesOf(segment, groups)]), GPUBufferUsage.UNIFORM);
        const results = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
        const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
        buffers.push(job, results, staging);
        this.#submit(pipeline, [segment.points, modelBuffer, results, job], groups, staging);
        return staging;
      });
      for (const staging of answers) {
        await this.gpu.answer(staging.mapAsync(GPUMapMode.READ));
        yield staging.getMappedRange().slice(0);
        staging.unmap();
      }
    } finally {
      for (const buffer of buffers) buffer.destroy();
    }
  }

  #submit(pipeline: GPUComputePipeline, bound: readonly GPUBuffer[], groups: number, staging: GPUBuffer): void {
    const { device } = this.gpu;
    const entries = bound.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = device.createCommandEncoder();
    const compute = encoder.beginComputePass();
    compute.setPipeline(pipeline);
    compute.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    compute.dispatchWorkgroups(groups);
    compute.end();
    encoder.copyBufferToBuffer(bound[2]!, 0, staging, 0, staging.size);
    device.queue.submit([encoder.finish()]);
  }

  #filled(data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, usage: number): GPUBuffer {
    const { device } = this.gpu;
    const buffer = device.createBuffer({ size: data.byteLength, usage: usage | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  }

  #pipeline(task: GpuTask, { shape, k, d }: ScaledModel): Promise<GPUComputePipeline> {
    const key = `${task} ${shape} ${k}`;
    const known = this.#pipelines.get(key);
    if (known) return known;
    const { device, limits } = this.gpu;
    if (workgroupBytes({ shape, k, d }) > limits.maxComputeWorkgroupStorageSize) {
      throw new RangeError('The model does not fit the memory of a GPU workgroup.');
    }
    const module = device.createShaderModule({ code: shaderSource(task, { shape, k, d }) });
    const compiling = device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
    this.#pipelines.set(key, compiling);
    return compiling;
  }
}

function groupsOf({ rows }: Segment, scaled: ScaledModel): number {
  const most = passLayout(scaled).statistics > MANY_STATISTICS ? FEW_GROUPS : GROUPS;
  const tiles = Math.ceil(rows / WORKGROUP);
  return Math.ceil(tiles / Math.ceil(tiles / most));
}

function tilesOf({ rows }: Segment, groups: number): number {
  return Math.ceil(Math.ceil(rows / WORKGROUP) / groups);
}
