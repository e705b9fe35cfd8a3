// What the app has acknowledged, and what it may have done without having said so: of each thing, the values that it may have.

import type { Answer } from '../app/app';

/** Null: it is not there. */
export type Value = string | null;

/** Storage or a rule refused: nothing has changed. */
const REFUSED: readonly number[] = [400, 404, 409, 413, 422, 507];

export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** Nobody answering, or an engine that went away, leaves it open whether it was done. */
export function outcomeOf({ status }: Answer): Outcome {
  if (status === 200) return 'acknowledged';
  return REFUSED.includes(status) ? 'refused' : 'unknown';
}

export class Ledger {
  private readonly allowed = new Map<string, ReadonlySet<Value>>();
  private count = 0;

  get acknowledged(): number {
    return this.count;
  }

  /** It is so, and nobody asked for it. */
  given(key: string, value: Value): void {
    this.allowed.set(key, new Set([value]));
  }

  /** It was asked to become `value`; `before`: what a thing was that is not in the ledger yet. */
  asked(key: string, value: Value, outcome: Outcome, before: Value = null): void {
    const known = this.allowed.get(key) ?? new Set([before]);
    if (outcome === 'acknowledged') {
      this.count += 1;
      this.allowed.set(key, new Set([value]));
    } else if (outcome === 'unknown') this.allowed.set(key, new Set([...known, value]));
    else this.allowed.set(key, known);
  }

  /** What is not as it may be. */
  async compare(actual: (key: string) => Value | Promise<Value>): Promise<string[]> {
    const wrong: string[] = [];
    for (const [key, allowed] of this.allowed) {
      const value = await actual(key);
      if (allowed.has(value)) continue;
      wrong.push(`${key} is ${shown(value)}, and should be ${[...allowed].map(shown).join(' or ')}`);
    }
    return wrong;
  }
}

function shown(value: Value): string {
  return value === null ? 'not there' : `“${value.slice(0, 80)}”`;
}
