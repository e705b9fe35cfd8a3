// Which ends of runs are told: those that came while the page was there, of one run as often as it ends.

import { beforeAll, expect, it, vi } from 'vitest';
import type { ServiceEvent } from '../../wire/events';
import type { RunsState } from '../../wire/runs';

const fake = vi.hoisted(() => ({ listener: (_: unknown) => {}, told: [] as string[] }));
vi.mock('../../client', () => ({
  subscribe: (listener: (event: unknown) => void) => {
    fake.listener = listener;
  },
}));
vi.mock('../components/notify', () => ({ showNotice: ({ title }: { title: string }) => fake.told.push(title) }));
const { attendRuns } = await import('./attend');

const STATE: RunsState = { active: null, queue: [], interrupted: [], ended: null, rev: 1, configs_rev: 1 };
type End = NonNullable<RunsState['ended']>;

/** What is told as the service says so. */
function toldOf(end: readonly [id: string, phase: End['phase'], second: number] | null): readonly string[] {
  fake.told.length = 0;
  const ended = end && { id: end[0], name: end[0], phase: end[1], message: '', at: `2026-01-01T00:00:0${end[2]}.000Z` };
  const event: ServiceEvent = { type: 'runs', state: { ...STATE, ended } };
  fake.listener(event);
  return [...fake.told];
}

beforeAll(() => {
  vi.stubGlobal('document', { hidden: false, addEventListener: () => {} });
  vi.stubGlobal('window', { location: { hash: '#/points' } });
  attendRuns();
  return () => vi.unstubAllGlobals();
});

it('tells each end once, also of a run that was stopped and went on', () => {
  expect(toldOf(['Earlier', 'completed', 1])).toEqual([]);
  expect(toldOf(['Tiny', 'stopped', 2])).toEqual(['Tiny: stopped']);
  expect(toldOf(['Tiny', 'stopped', 2])).toEqual([]);
  expect(toldOf(null)).toEqual([]);
  expect(toldOf(['Tiny', 'completed', 3])).toEqual(['Tiny: completed']);
  // That one was deleted.
  expect(toldOf(['Earlier', 'completed', 1])).toEqual([]);
});
