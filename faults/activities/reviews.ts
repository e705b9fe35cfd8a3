// Typing reviews as a person does, and labelling those that are there.

import type { Page } from '@playwright/test';
import type { App } from '../app/app';
import { became } from '../app/until';
import { Ledger, outcomeOf, type Value } from './ledger';
import { Steps } from './steps';
import type { Activity, Scene } from './types';

const TYPED = 6;
const LABELLED = 16;
const WORDS = ['A warm', 'film', 'dull', 'ending', 'and', 'brave', 'actors', 'plot', 'never', 'moves', 'song', 'light'];
const REVIEW_STORES = /^(reviews|reviewScores) /;

export const TYPING: Activity = {
  ...{ id: 'typing', title: 'typing reviews and keeping them by key', route: 'reviews', workers: ['models'] },
  touches: REVIEW_STORES,
  async begin({ app, rng }) {
    const ledger = new Ledger();
    const texts = Array.from({ length: TYPED }, (_, i) => `${sentence(rng)} (${i})`);
    const steps = texts.map((text, i) => async () => {
      const word = i % 2 === 0 ? 'positive' : 'negative';
      const kept = await keep(app.page, text, word).catch(() => false);
      ledger.asked(text, String(i % 2 === 0 ? 1 : 0), kept ? 'acknowledged' : 'unknown');
    });
    return new Steps(
      steps,
      ledger,
      () => sentimentsOf(app),
      () => draftOf(app, texts),
    );
  },
};

/** True once the page says that it is kept. */
async function keep(page: Page, text: string, word: 'positive' | 'negative'): Promise<boolean> {
  const field = page.getByRole('textbox', { name: 'Review', exact: true });
  await field.fill('', { timeout: 5000 });
  await field.pressSequentially(text, { delay: 2, timeout: 10_000 });
  await field.press(word === 'positive' ? 'Alt+p' : 'Alt+n', { timeout: 5000 });
  // The field is emptied and the words come once it is stored.
  const said = page.getByRole('region', { name: 'Label' }).getByText(`Kept as ${word}`);
  return became(async () => (await said.count()) > 0 && (await field.inputValue()) === '', 8000);
}

/** A draft is the beginning of something that was typed. */
async function draftOf(app: App, typed: readonly string[]): Promise<string[]> {
  const { draft } = await app.ok('GET', '/reviews/state');
  const whole = typeof draft === 'string' && (draft === '' || typed.some((text) => text.startsWith(draft)));
  return whole ? [] : [`the draft is ${JSON.stringify(draft)}, which nobody typed`];
}

export const LABELLING: Activity = {
  ...{ id: 'labelling', title: 'labelling, adding and deleting reviews', route: 'reviews/label', workers: ['models'] },
  touches: REVIEW_STORES,
  async begin(scene) {
    const { app } = scene;
    const ledger = new Ledger();
    const there = await allReviews(app);
    for (const { text, sentiment } of there) ledger.given(text, labelOf(sentiment));
    const steps = Array.from({ length: LABELLED }, (_, i) => labelStep(scene, ledger, there, i));
    return new Steps(steps, ledger, () => sentimentsOf(app));
  },
};

function labelStep({ app, rng }: Scene, ledger: Ledger, there: readonly Review[], i: number) {
  const some = there.filter((_, j) => j % LABELLED === i);
  const sentiment = rng.integer(2);
  const what = ['one', 'many', 'add', 'delete', 'many'][i % 5];
  return async () => {
    if (what === 'add') {
      const text = `${sentence(rng)} (added ${i})`;
      const answer = await app.ask('POST', '/reviews', { text, sentiment });
      ledger.asked(text, String(sentiment), outcomeOf(answer));
      return;
    }
    const chosen = what === 'many' ? some : some.slice(0, 1);
    const ids = chosen.map(({ id }) => id);
    const answer = await (what === 'one'
      ? app.ask('PATCH', `/reviews/${ids[0]}`, { sentiment })
      : what === 'many'
        ? app.ask('POST', '/reviews/label', { ids, sentiment })
        : app.ask('DELETE', '/reviews', { ids }));
    const value = what === 'delete' ? null : String(sentiment);
    for (const { text } of chosen) ledger.asked(text, value, outcomeOf(answer));
  };
}

interface Review {
  readonly id: string;
  readonly text: string;
  readonly sentiment: 0 | 1 | null;
}

async function allReviews(app: App): Promise<readonly Review[]> {
  return (await app.ok('GET', '/reviews?order=oldest&limit=1000')).reviews as Review[];
}

/** Texts are told apart by themselves; one that is there twice is neither's value. */
async function sentimentsOf(app: App): Promise<(text: string) => Value> {
  const values = new Map<string, string>();
  for (const { text, sentiment } of await allReviews(app)) {
    values.set(text, values.has(text) ? 'there twice' : labelOf(sentiment));
  }
  return (text) => values.get(text) ?? null;
}

function labelOf(sentiment: 0 | 1 | null): string {
  return sentiment === null ? 'without a label' : String(sentiment);
}

function sentence(rng: Scene['rng']): string {
  return Array.from({ length: 4 }, () => WORDS[rng.integer(WORDS.length)]).join(' ');
}
