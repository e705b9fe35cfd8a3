// Pairs of neighbouring pieces by how often they stand together, the most frequent first. Counts change with every
// merge; an entry of the heap that is out of date is put back with its present count when it comes to the top.

export type Pair = readonly [first: number, second: number];

/** Pairs as one number, exactly: piece numbers stay below 2^21. */
const BASE = 2 ** 21;

interface Entry {
  readonly key: number;
  readonly count: number;
}

export class MergeQueue {
  readonly #counts = new Map<number, number>();
  readonly #places = new Map<number, Set<number>>();
  readonly #touched = new Set<number>();
  readonly #heap: Entry[] = [];

  /** The pair stands `by` times more (or, below 0, less) in the word at `place`. */
  change([first, second]: Pair, by: number, place: number): void {
    const key = first * BASE + second;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
    if (by <= 0) return;
    this.#touched.add(key);
    const places = this.#places.get(key);
    if (places) places.add(place);
    else this.#places.set(key, new Set([place]));
  }

  /** Lines up the pairs whose counts rose since last time. */
  settle(): void {
    for (const key of this.#touched) this.#push({ key, count: this.#counts.get(key) ?? 0 });
    this.#touched.clear();
  }

  /** Takes out the most frequent pair, with the words it may stand in; null when none stands `least` times. */
  take(least: number): { readonly pair: Pair; readonly places: readonly number[] } | null {
    for (;;) {
      const top = this.#pop();
      if (!top || top.count < least) return null;
      const { key } = top;
      const count = this.#counts.get(key) ?? 0;
      if (count !== top.count) {
        if (count > 0) this.#push({ key, count });
        continue;
      }
      const places = [...(this.#places.get(key) ?? [])];
      this.#places.delete(key);
      this.#counts.delete(key);
      return { pair: [Math.floor(key / BASE), key % BASE], places };
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!goesFirst(entry, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && goesFirst(heap[child + 1], heap[child])) child++;
      if (!goesFirst(heap[child], last)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function goesFirst(a: Entry, b: Entry): boolean {
  return a.count > b.count || (a.count === b.count && a.key < b.key);
}
