export interface Suite {
  readonly id: string;
  /** About how long it takes, and with --quick. */
  readonly minutes: readonly [whole: number, quick: number];
  readonly needsData?: boolean;
  readonly onlyWhenNamed?: boolean;
  readonly lasts?: (options: PlanOptions) => number;
}

export interface PlanOptions {
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly rounds: number;
  readonly data: string | undefined;
  readonly resume: boolean;
  readonly minutes: number;
}

export interface Known {
  readonly date: string;
  readonly seconds?: number;
  readonly quick?: boolean;
  readonly rounds?: number;
}

export interface PlanRow {
  readonly id: string;
  readonly minutes: number;
  /** Why it is left out; null where it is measured. */
  readonly why: string | null;
}

export function planOf(
  suites: readonly Suite[],
  options: PlanOptions,
  known: (id: string) => Known | null,
  now: number,
): readonly PlanRow[];

export function minutesInAll(plan: readonly PlanRow[]): number;
