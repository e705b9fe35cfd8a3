// Pieces of a text in typed arrays that grow.

const FIRST = 64;

export class Pieces {
  private count = 0;
  private held = { ids: new Int32Array(FIRST), starts: new Int32Array(FIRST), ends: new Int32Array(FIRST) };

  push(id: number, start: number, end: number): void {
    if (this.count === this.held.ids.length) this.grow();
    this.held.ids[this.count] = id;
    this.held.starts[this.count] = start;
    this.held.ends[this.count] = end;
    this.count++;
  }

  /** Vocabulary numbers. */
  get ids(): Int32Array {
    return this.held.ids.subarray(0, this.count);
  }

  /** Where in the text each piece begins, in UTF-16 units. */
  get starts(): Int32Array {
    return this.held.starts.subarray(0, this.count);
  }

  /** Where it ends. */
  get ends(): Int32Array {
    return this.held.ends.subarray(0, this.count);
  }

  private grow(): void {
    const double = (old: Int32Array) => {
      const larger = new Int32Array(old.length * 2);
      larger.set(old);
      return larger;
    };
    const { ids, starts, ends } = this.held;
    this.held = { ids: double(ids), starts: double(starts), ends: double(ends) };
  }
}
