// The history of a run for the charts, in bounded memory however many batches there are: places of `stride` batches each;
// when all are full, neighbours become one and the stride doubles. A place keeps the mean, least and most of each column,
// and how many batches had a value. NaN: not known, left out of all of them; so are infinite values, of a density that
// was 0 for one: a single one would make every mean that it is in unknown.

export interface SeriesState {
  readonly capacity: number;
  readonly stride: number;
  /** Batches seen. */
  readonly length: number;
  readonly columns: readonly {
    readonly name: string;
    readonly sums: Float64Array;
    readonly counts: Float64Array;
    readonly least: Float64Array;
    readonly most: Float64Array;
  }[];
}

export interface SeriesColumn {
  readonly mean: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

export interface SeriesWindow<Name extends string> {
  /** Middle of the batches (from 0) that each place sums up. */
  readonly batch: Float64Array;
  /** Batches a place sums up, but for the last. */
  readonly stride: number;
  readonly columns: Readonly<Record<Name, SeriesColumn>>;
  /** Batches of the whole run. */
  readonly total: number;
}

interface Column {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

const DEFAULT_CAPACITY = 4096;

export class Series<Name extends string> {
  private columns: ReadonlyMap<Name, Column>;
  private stride = 1;
  private n = 0;

  /** `capacity`: places kept, even. */
  constructor(
    private readonly names: readonly Name[],
    private readonly capacity = DEFAULT_CAPACITY,
  ) {
    if (!(Number.isInteger(capacity / 2) && capacity >= 2)) throw new RangeError('The capacity must be even.');
    this.columns = new Map(names.map((name) => [name, emptyColumn(capacity)]));
  }

  /** Throws a TypeError when it is no state of these columns. */
  static restore<Name extends string>(names: readonly Name[], state: SeriesState): Series<Name> {
    const { capacity, stride, length } = state;
    const series = new Series(names, capacity);
    series.stride = stride;
    series.n = length;
    series.columns = new Map(
      names.map((name) => {
        const kept = state.columns.find((column) => column.name === name);
        const fits = kept && [kept.sums, kept.counts, kept.least, kept.most].every((part) => part.length === capacity);
        if (!fits || length > capacity * stride) throw new TypeError('What was kept is no history of these columns.');
        return [name, copyOf(kept)];
      }),
    );
    return series;
  }

  /** Batches seen. */
  get length(): number {
    return this.n;
  }

  /** The next batch. */
  add(values: Readonly<Record<Name, number>>): void {
    if (this.n === this.capacity * this.stride) this.halve();
    const place = Math.floor(this.n / this.stride);
    for (const name of this.names) put(this.column(name), place, values[name]);
    this.n += 1;
  }

  /**
   * Batches from … to (to not among them), in at most `places` places; those of one zoom keep their borders while the
   * run grows. What is asked for is widened to whole places.
   */
  window(from: number, to: number, places: number): SeriesWindow<Name> {
    const last = Math.ceil(Math.min(Math.max(to, 0), this.n) / this.stride);
    const first = Math.min(Math.floor(Math.max(from, 0) / this.stride), last);
    let group = 1;
    while (Math.ceil(last / group) - Math.floor(first / group) > Math.max(1, places) && group < this.capacity)
      group *= 2;
    const begin = Math.floor(first / group);
    const length = last > first ? Math.ceil(last / group) - begin : 0;
    const end = Math.ceil(this.n / this.stride);
    const batch = Float64Array.from({ length }, (_, i) => {
      const [low, high] = [(begin + i) * group, Math.min((begin + i + 1) * group, end)];
      return (low * this.stride + Math.min(high * this.stride, this.n) - 1) / 2;
    });
    const columns = Object.fromEntries(
      this.names.map((name) => [name, summed(this.column(name), begin, length, group, end)]),
    ) as Record<Name, SeriesColumn>;
    return { batch, stride: group * this.stride, columns, total: this.n };
  }

  save(): SeriesState {
    const columns = this.names.map((name) => ({ name, ...copyOf(this.column(name)) }));
    return { capacity: this.capacity, stride: this.stride, length: this.n, columns };
  }

  private halve(): void {
    for (const column of this.columns.values()) {
      for (let place = 0; place < this.capacity; place++) {
        if (place < this.capacity / 2) merge(column, place, 2 * place, 2 * place + 1);
        else clear(column, place);
      }
    }
    this.stride *= 2;
  }

  private column(name: Name): Column {
    const column = this.columns.get(name);
    if (!column) throw new RangeError(`There is no column ${name}.`);
    return column;
  }
}

function emptyColumn(capacity: number): Column {
  const unknown = () => new Float64Array(capacity).fill(Number.NaN);
  const [sums, counts] = [new Float64Array(capacity), new Float64Array(capacity)];
  return { sums, counts, least: unknown(), most: unknown() };
}

function copyOf({ sums, counts, least, most }: Column): Column {
  return { sums: sums.slice(), counts: counts.slice(), least: least.slice(), most: most.slice() };
}

function put(column: Column, place: number, value: number): void {
  if (!Number.isFinite(value)) return;
  column.sums[place] += value;
  column.counts[place] += 1;
  column.least[place] = lesser(column.least[place], value);
  column.most[place] = -lesser(-column.most[place], -value);
}

function merge(column: Column, into: number, a: number, b: number): void {
  const { sums, counts, least, most } = column;
  sums[into] = sums[a] + sums[b];
  counts[into] = counts[a] + counts[b];
  least[into] = lesser(least[a], least[b]);
  most[into] = -lesser(-most[a], -most[b]);
}

function clear({ sums, counts, least, most }: Column, place: number): void {
  sums[place] = 0;
  counts[place] = 0;
  least[place] = Number.NaN;
  most[place] = Number.NaN;
}

/** `length` groups of `group` places from group `begin` on; none at or after place `end`. */
function summed(column: Column, begin: number, length: number, group: number, end: number): SeriesColumn {
  const result = { mean: new Float64Array(length), least: new Float64Array(length), most: new Float64Array(length) };
  for (let i = 0; i < length; i++) {
    let [sum, count, least, most] = [0, 0, Number.NaN, Number.NaN];
    for (let place = (begin + i) * group; place < Math.min((begin + i + 1) * group, end); place++) {
      sum += column.sums[place];
      count += column.counts[place];
      least = lesser(least, column.least[place]);
      most = -lesser(-most, -column.most[place]);
    }
    result.mean[i] = count > 0 ? sum / count : Number.NaN;
    result.least[i] = least;
    result.most[i] = most;
  }
  return result;
}

/** The other one where one is NaN. */
function lesser(a: number, b: number): number {
  return a < b || Number.isNaN(b) ? a : b;
}
