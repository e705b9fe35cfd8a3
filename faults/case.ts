// One case: an activity is begun in a fresh copy of the template, the fault strikes at its moment, and then everything is
// looked at: what is stored, whether the app starts, what was acknowledged, whether it goes on.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StaticHost } from '../e2e/support/static-server';
import { Rng } from '../src/ml/rng';
import type { Scene, Work } from './activities/types';
import { App } from './app/app';
import { copyTemplate, type Template } from './app/template';
import { within } from './app/until';
import { type Blow, Ineffective } from './harm/types';
import type { Case } from './matrix';
import type { Seen } from './store/in-page';

/** Where something was found wrong. */
export type Stage = 'before' | 'fault' | 'half-written' | 'start' | 'lost' | 'goes on' | 'store' | 'others';

export interface Trouble {
  readonly stage: Stage;
  readonly what: string;
}

export interface Outcome {
  readonly number: number;
  readonly name: string;
  readonly share: number;
  readonly seed: number;
  /** What the fault did, in detail. */
  readonly did: string;
  /** false: there was nothing to strike, or nothing came of it. */
  readonly effect: boolean;
  /** Things that the app had acknowledged when the fault struck. */
  readonly acknowledged: number;
  /** What the app said of itself in notices. */
  readonly notices: readonly string[];
  /** How it went on. */
  readonly went: string;
  readonly troubles: readonly Trouble[];
  readonly seconds: number;
}

export interface Stand {
  readonly root: string;
  readonly host: StaticHost;
  readonly template: Template;
  readonly checker: string;
}

/** Entries that the app changes by itself, whatever is done. */
const PASSING = /^(settings|workspace|reviewScores|imagePixels|profiles) |^streamRun config$/;
const LONGEST = 150_000;

export async function runCase(stand: Stand, one: Case): Promise<Outcome> {
  const began = performance.now();
  const profile = join(stand.root, `case-${one.number}`);
  copyTemplate(stand.template, profile);
  const app = new App(profile, stand.host.base, stand.checker);
  const trial = new Trial(stand, one, app);
  try {
    await within(LONGEST, 'the case', trial.run());
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] || error.name : String(error);
    trial.trouble(trial.stage, app.lost ? `the browser went away by itself (${why})` : why);
  }
  await app.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return trial.outcome((performance.now() - began) / 1000);
}

class Trial {
  stage: Stage = 'before';
  private readonly troubles: Trouble[] = [];
  private readonly notices = new Set<string>();
  private did = '';
  private went = '';
  private effect = true;
  private acknowledged = 0;

  constructor(
    private readonly stand: Stand,
    private readonly one: Case,
    private readonly app: App,
  ) {}

  trouble(stage: Stage, what: string): void {
    this.troubles.push({ stage, what });
  }

  outcome(seconds: number): Outcome {
    const { number, name, share, seed } = this.one;
    const { did, effect, acknowledged, went, troubles } = this;
    const rounded = { share: Number(share.toFixed(3)), seconds: Number(seconds.toFixed(1)) };
    return { number, name, seed, did, effect, acknowledged, notices: [...this.notices], went, troubles, ...rounded };
  }

  async run(): Promise<void> {
    const { app, one, stand } = this;
    const { fault, activity } = one;
    const rng = new Rng(one.seed);
    const blow: Blow = { app, host: stand.host, rng, activity };
    const scene: Scene = { app, rng, samples: stand.template.samples };
    await app.launch();
    await fault.prepare?.(blow);
    await app.open(activity.route);
    await fault.before?.(blow);
    const work = await activity.begin(scene);
    await work.reach(one.share);
    this.acknowledged = work.acknowledged;
    this.stage = 'fault';
    work.provoke?.();
    await this.strike(blow, work);
    await this.lookAtRest();
    await this.startAgain(work);
  }

  private async strike(blow: Blow, work: Work): Promise<void> {
    const { fault } = this.one;
    const { app } = this;
    try {
      this.did = await fault.strike(blow);
      if (fault.leaves === 'here') {
        // What cannot be done meanwhile is said, or done once it is over.
        await work.finish().catch((error: unknown) => this.notices.add(`driver: ${String(error).split('\n')[0]}`));
        for (const notice of await app.notices()) this.notices.add(notice);
        const shown = await app.fault().catch(() => null);
        if (shown) this.trouble('fault', `the page failed: ${shown.slice(0, 200)}`);
      }
      if (fault.leaves === 'browser') await app.launch();
      const more = (await fault.heal?.(blow)) ?? '';
      this.did = more === '' ? this.did : `${this.did}; ${more}`;
    } catch (error) {
      if (!(error instanceof Ineffective)) throw error;
      this.effect = false;
      this.did = `${this.did} (${error.message})`.trim();
    }
    await app.closeTabs();
  }

  /** What is stored, before the app has a chance to mend anything. */
  private async lookAtRest(): Promise<void> {
    this.stage = 'half-written';
    const { problems } = await this.app.look(false);
    for (const { invariant, at, what } of problems) this.trouble('half-written', `${invariant}: ${at}: ${what}`);
  }

  private async startAgain(work: Work): Promise<void> {
    const { app, one } = this;
    this.stage = 'start';
    await app.open(one.activity.route);
    const shown = await app.fault();
    if (shown) this.trouble('start', `the page failed: ${shown.slice(0, 200)}`);
    this.stage = 'lost';
    for (const what of await work.verify()) this.trouble('lost', what);
    this.stage = 'goes on';
    this.went = await work.goOn();
    for (const notice of await app.notices()) this.notices.add(notice);
    this.stage = 'store';
    await app.closeTabs();
    const seen = await app.look(true);
    for (const { invariant, at, what } of seen.problems) this.trouble('store', `${invariant}: ${at}: ${what}`);
    this.stage = 'others';
    this.compare(seen);
  }

  /** What the activity has nothing to do with is as it was, bit for bit. */
  private compare({ prints }: Seen): void {
    const { before } = this.stand.template.samples;
    const { touches } = this.one.activity;
    const keys = new Set([...Object.keys(before), ...Object.keys(prints)]);
    for (const key of keys) {
      if (touches.test(key) || PASSING.test(key) || before[key] === prints[key]) continue;
      const how = before[key] === undefined ? 'is new' : prints[key] === undefined ? 'is gone' : 'is another';
      this.trouble('others', `${key} ${how}`);
    }
  }
}
