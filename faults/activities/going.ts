// Activities that go on by themselves once begun: waited for by the share that the app says is done.

import { TooLate, until } from '../app/until';
import type { Work } from './types';

/** How it stands, as the app tells. */
export interface Standing {
  /** 0…1 of what was asked for. */
  readonly share: number;
  /** going: at work · over: it has come to its end · waiting: it has stopped and says why · gone: nothing is known of it. */
  readonly state: 'going' | 'over' | 'waiting' | 'gone';
  /** What it says of itself. */
  readonly words: string;
}

export interface Course {
  begin(): Promise<void>;
  standing(): Promise<Standing>;
  /** The fault is about to strike: what has no end of its own is to go on for a while from here. */
  struck?(): void;
  /** Begun, and told so. */
  readonly acknowledged: () => number;
  /** What was acknowledged and is not there. */
  verify(): Promise<string[]>;
  /** Asks one that waits to go on. */
  takeUp(): Promise<void>;
  /** Once it is over: what must have come of it. */
  came(): Promise<string[]>;
}

/** Milliseconds that it may take to its end, once nothing is in its way. */
const PATIENCE = 45_000;

export class Going implements Work {
  constructor(private readonly course: Course) {}

  get acknowledged(): number {
    return this.course.acknowledged();
  }

  async reach(share: number): Promise<void> {
    await this.course.begin();
    const there = async () => {
      const { share: done, state, words } = await this.course.standing();
      if (state === 'gone') return undefined;
      if (state === 'waiting') throw new Error(`it stopped before anything struck: ${words}`);
      return state === 'over' || done >= share ? true : undefined;
    };
    await until(`${Math.round(share * 100)} %`, there, PATIENCE);
  }

  provoke(): void {
    this.course.struck?.();
  }

  /** To its end, or to where it says why it does not go on. */
  async finish(): Promise<void> {
    await this.ended().catch((error: unknown) => {
      if (!(error instanceof TooLate)) throw error;
    });
  }

  verify(): Promise<string[]> {
    return this.course.verify();
  }

  async goOn(): Promise<string> {
    const first = await this.ended();
    let said = first.words;
    if (first.state === 'waiting') {
      await this.course.takeUp();
      const last = await this.ended();
      said = `${first.words}; asked to go on: ${last.words}`;
      if (last.state === 'waiting') throw new Error(`it did not go on when asked to: ${last.words}`);
    }
    const missing = await this.course.came();
    if (missing.length > 0) throw new Error(missing.join('; '));
    return said;
  }

  private ended(): Promise<Standing> {
    return until(
      'its end, or its reason',
      async () => {
        const standing = await this.course.standing();
        return standing.state === 'over' || standing.state === 'waiting' ? standing : undefined;
      },
      PATIENCE,
      50,
    );
  }
}
