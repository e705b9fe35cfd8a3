// The E-step as WGSL, written out for one shape of model.
//
// A workgroup takes tiles of 64 rows. First each thread answers for one row: log density and
// responsibilities, into workgroup memory. Then each thread owns some of the statistics and sums them
// over the tile's rows; with few statistics, several threads share one and take every so-manieth row.
// Sums over a tile are short, sums over tiles are compensated (Kahan, 1965), and the workgroups' sums
// are added in float64 by the host: no long sum in single precision remains, even where a driver
// optimises the compensation away.
//
// Coordinates and means come as two floats each, so that the difference of near values is exact.

export const WORKGROUP = 64;

export type GpuTask = 'pass' | 'score' | 'assign';

/** The numbers that a shader is written for. */
export interface ShaderShape {
  readonly shape: 'full' | 'diag';
  readonly k: number;
  readonly d: number;
}

/** Pairs (i, j) of factors per component: (d, d) is the count, (i, d) the sums, the rest the scatter. */
export function statisticPairs({ shape, d }: ShaderShape): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [[d, d]];
  for (let i = 0; i < d; i++) pairs.push([i, d]);
  for (let i = 0; i < d; i++) {
    if (shape === 'diag') pairs.push([i, i]);
    else for (let j = i; j < d; j++) pairs.push([i, j]);
  }
  return pairs;
}

/** How a workgroup's statistics are dealt to threads and lie in the output. */
export interface PassLayout {
  /** Statistics in all: component by component, in the order of `statisticPairs`. */
  readonly statistics: number;
  /** Threads that share one statistic. */
  readonly lanes: number;
  /** Floats a workgroup writes: a log-likelihood per thread, then the statistics lane by lane. */
  readonly floats: number;
}

export function passLayout(shape: ShaderShape): PassLayout {
  const statistics = shape.k * statisticPairs(shape).length;
  const lanes = Math.max(1, Math.floor(WORKGROUP / statistics));
  return { statistics, lanes, floats: WORKGROUP + statistics * lanes };
}

/** Words that 'assign' writes per row: the label, then four responsibilities to a word. */
export function assignWords(k: number): number {
  return 1 + Math.ceil(k / 4);
}

/** Where things lie in the model buffer, in floats: norms, means as (high, low), factors by column. */
export function modelLayout({ shape, k, d }: ShaderShape) {
  const factor = shape === 'full' ? (d * (d + 1)) / 2 : d;
  const meansAt = k;
  const factorsAt = meansAt + 2 * k * d;
  return { meansAt, factorsAt, factor, floats: factorsAt + k * factor };
}

/** Bytes of workgroup memory that the shader declares. */
export function workgroupBytes({ k, d }: ShaderShape): number {
  return WORKGROUP * (8 * (d | 1) + 4 * (k | 1));
}

export function shaderSource(task: GpuTask, shape: ShaderShape): string {
  const body = { pass: passEntry, score: scoreEntry, assign: assignEntry }[task](shape);
  return `${common(task, shape)}\n${body}`;
}

function common(task: GpuTask, shape: ShaderShape): string {
  const { k, d } = shape;
  const { meansAt, factorsAt, factor } = modelLayout(shape);
  return /* wgsl */ `
const WG = ${WORKGROUP}u;
const K = ${k}u;
const D = ${d}u;
// Odd strides keep threads of neighbouring rows on different banks.
const TILE_STRIDE = ${d | 1}u;
const SHARE_STRIDE = ${k | 1}u;

struct Job { rows: u32, tiles: u32 }
@group(0) @binding(0) var<storage, read> points: array<vec2f>;
@group(0) @binding(1) var<storage, read> model: array<f32>;
@group(0) @binding(2) var<storage, read_write> results: array<${task === 'assign' ? 'u32' : 'f32'}>;
@group(0) @binding(3) var<uniform> job: Job;

var<workgroup> tile: array<vec2f, ${WORKGROUP * (d | 1)}>;
var<workgroup> shares: array<f32, ${WORKGROUP * (k | 1)}>;

fn load(first: u32, count: u32, t: u32) {
  for (var i = t; i < count * D; i += WG) {
    tile[(i / D) * TILE_STRIDE + i % D] = points[first * D + i];
  }
}

fn difference(row: u32, c: u32, j: u32) -> f32 {
  let x = tile[row * TILE_STRIDE + j];
  let at = ${meansAt}u + 2u * (c * D + j);
  return (x.x - model[at]) + (x.y - model[at + 1u]);
}

fn squaredDistance(row: u32, c: u32) -> f32 {
  var dx: array<f32, ${d}>;
  for (var j = 0u; j < D; j++) { dx[j] = difference(row, c, j); }
  var total = 0.0;
  var at = ${factorsAt}u + c * ${factor}u;
  for (var j = 0u; j < D; j++) {
${
  shape.shape === 'full'
    ? `    var y = 0.0;
    for (var i = 0u; i <= j; i++) { y += dx[i] * model[at]; at++; }`
    : `    var y = dx[j] * model[at];
    at++;`
}
    // Far beyond any density worth telling apart, but still finite.
    y = clamp(y, -1e17, 1e17);
    total += y * y;
  }
  return total;
}

/** Responsibilities of a row of the tile into \`shares\`; returns its log density. */
fn respond(row: u32) -> f32 {
  let at = row * SHARE_STRIDE;
  var top = -3e38;
  for (var c = 0u; c < K; c++) {
    let l = model[c] - 0.5 * squaredDistance(row, c);
    shares[at + c] = l;
    top = max(top, l);
  }
  var sum = 0.0;
  for (var c = 0u; c < K; c++) {
    let p = exp(shares[at + c] - top);
    shares[at + c] = p;
    sum += p;
  }
  for (var c = 0u; c < K; c++) { shares[at + c] /= sum; }
  return top + log(sum);
}`;
}

function passEntry(shape: ShaderShape): string {
  const pairs = statisticPairs(shape);
  const { statistics, lanes, floats } = passLayout(shape);
  const own = Math.ceil(statistics / WORKGROUP);
  return /* wgsl */ `
const PAIRS = array<vec2u, ${pairs.length}>(${pairs.map(([i, j]) => `vec2u(${i}, ${j})`).join(', ')});

fn statistic(id: u32, lane: u32, count: u32) -> f32 {
  let c = id / ${pairs.length}u;
  let pair = PAIRS[id % ${pairs.length}u];
  var sum = 0.0;
  for (var row = lane; row < count; row += ${lanes}u) {
    var value = shares[row * SHARE_STRIDE + c];
    if (pair.x < D) { value *= difference(row, c, pair.x); }
    if (pair.y < D) { value *= difference(row, c, pair.y); }
    sum += value;
  }
  return sum;
}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) t: u32, @builtin(workgroup_id) group: vec3u) {
  var logs = vec2f(0.0);
  var sums: array<vec2f, ${own}>;
  for (var step = 0u; step < job.tiles; step++) {
    let first = (group.x * job.tiles + step) * WG;
    if (first >= job.rows) { break; }
    let count = min(WG, job.rows - first);
    load(first, count, t);
    workgroupBarrier();
    if (t < count) { logs = add(logs, respond(t)); }
    workgroupBarrier();
    for (var e = 0u; e < ${own}u; e++) {
      let slot = t + e * WG;
      if (slot < ${statistics * lanes}u) {
        sums[e] = add(sums[e], statistic(slot % ${statistics}u, slot / ${statistics}u, count));
      }
    }
    workgroupBarrier();
  }
  let at = group.x * ${floats}u;
  results[at + t] = logs.x;
  for (var e = 0u; e < ${own}u; e++) {
    let slot = t + e * WG;
    if (slot < ${statistics * lanes}u) { results[at + WG + slot] = sums[e].x; }
  }
}

/** Kahan's sum: x carries the total, y what rounding has added to it. */
fn add(total: vec2f, value: f32) -> vec2f {
  let corrected = value - total.y;
  let next = total.x + corrected;
  return vec2f(next, (next - total.x) - corrected);
}`;
}

function scoreEntry(): string {
  return /* wgsl */ `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) t: u32, @builtin(workgroup_id) group: vec3u) {
  let first = group.x * WG;
  let count = min(WG, job.rows - first);
  load(first, count, t);
  workgroupBarrier();
  if (t < count) { results[first + t] = respond(t); }
}`;
}

function assignEntry({ k }: ShaderShape): string {
  return /* wgsl */ `
fn share(row: u32, c: u32) -> f32 {
  if (c >= K) { return 0.0; }
  return shares[row * SHARE_STRIDE + c];
}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) t: u32, @builtin(workgroup_id) group: vec3u) {
  let first = group.x * WG;
  let count = min(WG, job.rows - first);
  load(first, count, t);
  workgroupBarrier();
  if (t >= count) { return; }
  respond(t);
  let at = (first + t) * ${assignWords(k)}u;
  var best = 0u;
  for (var c = 1u; c < K; c++) { if (share(t, c) > share(t, best)) { best = c; } }
  results[at] = best;
  for (var c = 0u; c < K; c += 4u) {
    let four = vec4f(share(t, c), share(t, c + 1u), share(t, c + 2u), share(t, c + 3u));
    results[at + 1u + c / 4u] = pack4x8unorm(four);
  }
}`;
}
