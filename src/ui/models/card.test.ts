// A card that is being written: what was typed stays until it is kept or given up, and nothing else is written.

import { beforeEach, expect, it, vi } from 'vitest';

const update = vi.fn<(id: string, change: { readonly card: string }) => Promise<void>>(async () => {});

vi.mock('../../client', () => ({ service: { library: { update } } }));
vi.mock('../components/notify', () => ({ showDone: vi.fn(), showError: vi.fn(), settleError: vi.fn() }));

const { draftCard, keepCard } = await import('./actions');
const { EMPTY, useModels } = await import('./store');

const card = (id: string) => useModels.getState().cards.get(id);

beforeEach(() => {
  useModels.setState(EMPTY);
  update.mockReset();
});

it('is kept once it was changed, and closed', async () => {
  draftCard('1', { before: '# One', text: '# Two' });
  draftCard('2', { before: '# 2', text: '# 2' });
  await keepCard('1', { before: '# One', text: '# Two' });
  expect(update.mock.calls).toEqual([['1', { card: '# Two' }]]);
  expect(card('1')).toBeUndefined();
  expect(card('2')).toEqual({ before: '# 2', text: '# 2' });
});

it('that was left as it was is closed, and not written over what came meanwhile', async () => {
  draftCard('1', { before: '# One', text: '# One' });
  await keepCard('1', { before: '# One', text: '# One' });
  expect(update).not.toHaveBeenCalled();
  expect(card('1')).toBeUndefined();
});

it('stays open where it could not be kept, and where it was typed into while it was', async () => {
  const draft = { before: '# One', text: '# Two' };
  draftCard('1', draft);
  update.mockRejectedValueOnce(new Error('no room'));
  await keepCard('1', draft);
  expect(card('1')).toEqual(draft);
  update.mockImplementationOnce(async () => draftCard('1', { ...draft, text: '# Two and more' }));
  await keepCard('1', draft);
  expect(card('1')).toEqual({ before: '# Two', text: '# Two and more' });
});
