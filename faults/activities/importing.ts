// Importing a table of texts, and restoring a back-up in place of everything.

import { rest } from '../app/until';
import type { Prints } from '../store/prints';
import { Going, type Standing } from './going';
import { type Outcome, outcomeOf } from './ledger';
import type { Activity, Work } from './types';

const ROWS = 30_000;

export const IMPORTING: Activity = {
  ...{ id: 'importing', title: `importing a table of ${ROWS.toLocaleString('en')} texts`, route: 'reviews/datasets' },
  workers: ['dataset'],
  touches: /^(datasets|datasetRows|imports) /,
  async begin({ app, rng }) {
    const seed = rng.integer(1000);
    let id: string | null = null;
    const datasets = async () => app.ask('GET', '/reviews/datasets');
    const standing = async (): Promise<Standing> => {
      const { status, json } = await datasets();
      if (status !== 200) return { share: 0, state: 'gone', words: '' };
      const all = json.datasets as { id: string; n: number }[];
      const { phase, share = 0, message = '' } = Object(json.importing);
      if (all.some((dataset) => dataset.id === id)) return { share: 1, state: 'over', words: 'it is there' };
      if (phase === 'reading' || phase === 'finishing') return { share, state: 'going', words: phase };
      if (phase === 'failed') return { share: 0, state: 'waiting', words: `it failed: ${message}` };
      return { share: 0, state: 'gone', words: '' };
    };
    let file: Buffer | null = null;
    const begin = async () => {
      file ??= table(seed);
      id = String((await app.ok('POST', '/reviews/datasets/import?name=Many.csv', { file })).id);
    };
    return new Going({
      ...{ begin, standing },
      acknowledged: () => (id ? 1 : 0),
      verify: async () => {
        const { state } = await standing();
        return state === 'gone' ? ['the import that was begun is nowhere, and nothing is said of it'] : [];
      },
      // What failed in words is asked for again.
      takeUp: begin,
      came: async () => {
        const all = (await app.ok('GET', '/reviews/datasets')).datasets as { id: string; n: number }[];
        const n = all.find((dataset) => dataset.id === id)?.n;
        return n === ROWS ? [] : [`the dataset has ${n} rows of ${ROWS}`];
      },
    });
  },
};

function table(seed: number): Buffer {
  const words = ['good', 'bad', 'long', 'short', 'bright', 'dim', 'warm', 'cold'];
  const row = (i: number) =>
    `"A ${words[(i * 7 + seed) % 8]} and ${words[(i * 3) % 8]} film, number ${i}.",${i % 2},${i % 5 === 0 ? 'test' : 'train'}`;
  return Buffer.from(`text,label,split\n${Array.from({ length: ROWS }, (_, i) => row(i)).join('\n')}\n`);
}

/** Stores that the app fills by itself from others, or with what it was last asked. */
const PASSING = /^(settings|reviewScores|imagePixels|workspace|textRun) ?/;

export const RESTORING: Activity = {
  ...{ id: 'restoring', title: 'restoring a back-up in place of everything', route: 'data', workers: ['models'] },
  touches: /./,
  async begin({ app, samples }): Promise<Work> {
    let outcome: Outcome = 'refused';
    let asking: Promise<void> = Promise.resolve();
    const restore = async () => {
      const answer = await app.ask('POST', '/restore', { file: samples.backup });
      const came = outcomeOf(answer);
      // Once it was done it stays done.
      if (outcome !== 'acknowledged') outcome = came === 'refused' && outcome === 'unknown' ? 'unknown' : came;
    };
    return {
      get acknowledged() {
        return outcome === 'acknowledged' ? 1 : 0;
      },
      // It tells no share: the moment is one of the time that it takes undisturbed.
      reach: async (share) => {
        asking = restore();
        await rest(share * samples.restoring);
      },
      finish: async () => {
        await asking;
        if (outcome !== 'acknowledged') await restore();
      },
      verify: async () => {
        await asking;
        const { prints } = await app.look(true);
        const after = difference(prints, samples.restored);
        const before = outcome === 'acknowledged' ? ['it was acknowledged'] : difference(prints, samples.before);
        if (after.length === 0 || before.length === 0) return [];
        return [`neither all of before nor all of the back-up is there: ${after.slice(0, 5).join(', ')}`];
      },
      goOn: async () => {
        const was = outcome;
        await restore();
        const { prints } = await app.look(true);
        const wrong = difference(prints, samples.restored);
        if (wrong.length > 0) throw new Error(`restoring did not bring back ${wrong.slice(0, 5).join(', ')}`);
        return was === 'acknowledged' ? 'it was restored' : 'it was restored when asked again';
      },
    };
  },
};

/** Entries that are in one of the two only, or not alike. */
function difference(a: Prints, b: Prints): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => !PASSING.test(key) && a[key] !== b[key]);
}
