// What the shell knows to be at work, by what it asked and what it heard, and what it says a reload would do to that.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceEvent } from '../../wire/events';
import type { Part } from '../components/follow';
import { type Work, wordsOfReload } from './atWork';
import { followEngine, useEngine } from './engineState';

const AT_REST: Readonly<Record<Part, unknown>> = {
  compute: {},
  drift: {},
  points: { fit: { phase: 'idle' } },
  reviews: { training: { phase: 'idle' }, reviews: { exporting: null } },
  datasets: { importing: { phase: 'idle' }, exporting: null },
  batch: { status: { phase: 'idle' }, exporting: null },
  retrain: { status: { phase: 'idle' } },
  stream: { status: { phase: 'idle' } },
  runs: { active: null },
  images: { taking: { phase: 'idle' } },
  library: { training: null, exporting: null, arriving: [] },
  backup: { phase: 'idle' },
};

const fake = vi.hoisted(() => ({
  listeners: new Set<(event: ServiceEvent) => void>(),
  states: {} as Record<string, unknown>,
  asked: [] as string[],
}));

vi.mock('../../client', () => {
  const part = (name: string) => ({
    state: async () => {
      fake.asked.push(name);
      return fake.states[name];
    },
  });
  const names = ['compute', 'points', 'reviews', 'datasets', 'batch', 'retrain', 'stream', 'runs', 'images', 'library'];
  return {
    service: {
      ...Object.fromEntries(names.map((name) => [name, part(name)])),
      data: { backupState: part('backup').state },
    },
    subscribe: (listener: (event: ServiceEvent) => void) => {
      fake.listeners.add(listener);
      return () => fake.listeners.delete(listener);
    },
  };
});
vi.mock('../components/notify', () => ({ showError: vi.fn(), showNotice: vi.fn() }));

const tell = (event: ServiceEvent) => {
  for (const listener of fake.listeners) listener(event);
};
const say = (type: Part, state: unknown) => tell({ type, state } as ServiceEvent);
const atWork = () => useEngine.getState().atWork;
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** One thing at work in each part, and what is made of it. */
const WORKING: readonly (readonly [Part, unknown, Work])[] = [
  ['points', { fit: { phase: 'running' } }, 'what can go on'],
  ['points', { fit: { phase: 'selecting' } }, 'what can go on'],
  ['reviews', { training: { phase: 'preparing' }, reviews: { exporting: null } }, 'what can go on'],
  ['reviews', { training: { phase: 'idle' }, reviews: { exporting: { share: 0 } } }, 'an export'],
  ['datasets', { importing: { phase: 'reading' }, exporting: null }, 'an import'],
  ['datasets', { importing: { phase: 'idle' }, exporting: { share: 0 } }, 'an export'],
  ['batch', { status: { phase: 'running' }, exporting: null }, 'what can go on'],
  ['batch', { status: { phase: 'finished' }, exporting: { share: 0 } }, 'an export'],
  ['retrain', { status: { phase: 'judging' } }, 'what can go on'],
  ['stream', { status: { phase: 'waiting' } }, 'what can go on'],
  ['runs', { active: { phase: 'starting' } }, 'what can go on'],
  ['images', { taking: { phase: 'reading' } }, 'an import'],
  ['library', { training: { phase: 'running' }, exporting: null, arriving: [] }, 'the training of a module'],
  ['library', { training: null, exporting: { share: 0 }, arriving: [] }, 'an export'],
  ['library', { training: null, exporting: null, arriving: [{ kind: 'import' }] }, 'the import of a model'],
  ['backup', { phase: 'making', share: 0 }, 'an export'],
  ['backup', { phase: 'reading', share: 0 }, 'a restore'],
  ['backup', { phase: 'replacing' }, 'a restore'],
];

const PAUSED: readonly (readonly [Part, unknown])[] = [
  ['points', { fit: { phase: 'paused' } }],
  ['reviews', { training: { phase: 'interrupted' }, reviews: { exporting: null } }],
  ['datasets', { importing: { phase: 'failed' }, exporting: null }],
  ['batch', { status: { phase: 'paused' }, exporting: null }],
  ['retrain', { status: { phase: 'proposed' } }],
  ['stream', { status: { phase: 'stopped' } }],
  ['runs', { active: { phase: 'paused' } }],
  ['images', { taking: { phase: 'finished' } }],
  ['library', { training: { phase: 'stopped' }, exporting: null, arriving: [{ kind: 'look' }] }],
];

let end = () => {};
beforeEach(() => {
  end();
  fake.states = { ...AT_REST };
  fake.asked = [];
  useEngine.setState({ compute: null, atWork: [] });
});

describe('what is at work', () => {
  it.each(WORKING)('is heard of %s, %j', async (part, state, work) => {
    end = followEngine();
    await settled();
    expect(atWork()).toEqual([]);
    say(part, state);
    expect(atWork()).toEqual([work]);
    say('drift', { phase: 'looking' });
    expect(atWork()).toEqual([work]);
    say(part, AT_REST[part]);
    expect(atWork()).toEqual([]);
  });

  it.each(WORKING.filter(([part]) => part !== 'reviews'))('is found of %s, %j', async (part, state, work) => {
    fake.states[part] = state;
    end = followEngine();
    await settled();
    expect(atWork()).toEqual([work]);
  });

  it.each(PAUSED)('is not what rests or has ended: %s, %j', async (part, state) => {
    end = followEngine();
    await settled();
    say(part, state);
    expect(atWork()).toEqual([]);
  });

  it('is one until all of it has ended, and asked for anew when everything was replaced', async () => {
    end = followEngine();
    await settled();
    say('points', { fit: { phase: 'running' } });
    say('library', { training: { phase: 'running' }, exporting: null, arriving: [] });
    say('points', AT_REST.points);
    expect(atWork()).toEqual(['the training of a module']);
    say('reviews', { training: { phase: 'running' }, reviews: { exporting: null } });
    fake.states.batch = { status: { phase: 'running' }, exporting: null };
    tell({ type: 'reset' });
    await settled();
    expect(atWork()).toEqual(['what can go on']);
    say('batch', AT_REST.batch);
    expect(atWork()).toEqual([]);
  });

  it('changes nothing while the same goes on, and wakes no model', async () => {
    end = followEngine();
    await settled();
    expect(fake.asked).not.toContain('reviews');
    say('stream', { status: { phase: 'running', batches: 1 } });
    const before = atWork();
    say('stream', { status: { phase: 'running', batches: 2 } });
    expect(atWork()).toBe(before);
  });

  it('is not heard any more after the end', async () => {
    end = followEngine();
    await settled();
    end();
    expect(fake.listeners.size).toBe(0);
  });
});

describe('what a reload would do', () => {
  it.each<readonly [readonly Work[], string]>([
    [['what can go on'], 'Applied now, all that is at work can go on from its last checkpoint.'],
    [
      ['the training of a module'],
      'Applied now, the training of a module would be interrupted: its script can begin again with what it had written.',
    ],
    [
      ['an import', 'an import'],
      'Applied now, an import would be taken up again by itself, but for one of a folder, which would have to be chosen again.',
    ],
    [
      ['an export', 'what can go on', 'a restore', 'an export'],
      'Applied now, an export and a restore would be lost, and would have to begin anew. ' +
        'Everything else can go on from its last checkpoint.',
    ],
    [
      ['what can go on', 'an import', 'an export', 'the training of a module'],
      'Applied now, an export would be lost, and would have to begin anew. ' +
        'The training of a module would be interrupted: its script can begin again with what it had written. ' +
        'An import would be taken up again by itself, but for one of a folder, which would have to be chosen again. ' +
        'Everything else can go on from its last checkpoint.',
    ],
  ])('to %j is said', (works, words) => {
    expect(wordsOfReload(works)).toBe(words);
  });
});
