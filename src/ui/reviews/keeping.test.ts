// What is said of the browser's answer, and how often.

import { beforeEach, expect, it, vi } from 'vitest';

const fake = vi.hoisted(() => ({ answer: null as boolean | null, asked: 0, said: [] as string[] }));
vi.mock('../../client', () => ({
  persistQuietly: async () => {
    fake.asked += 1;
    return fake.answer;
  },
}));
vi.mock('../components/notify', () => ({ showDone: (title: string) => fake.said.push(title) }));

/** As on another visit. */
async function ask(answer: boolean | null): Promise<void> {
  vi.resetModules();
  fake.answer = answer;
  const { askToKeep } = await import('./keeping');
  await Promise.all([askToKeep(), askToKeep()]);
}

beforeEach(() => {
  Object.assign(fake, { asked: 0, said: [] });
  const notes = new Map<string, string>();
  const localStorage = { getItem: (key: string) => notes.get(key) ?? null, setItem: notes.set.bind(notes) };
  vi.stubGlobal('window', { localStorage });
  return () => vi.unstubAllGlobals();
});

it('is asked for once a visit, and says what it was told', async () => {
  await ask(true);
  expect(fake).toMatchObject({ asked: 1, said: ['Kept'] });
});

it('says once that it was declined, however many visits', async () => {
  await ask(false);
  await ask(false);
  await ask(null);
  expect(fake).toMatchObject({ asked: 3, said: ['Kept while there is room'] });
});
