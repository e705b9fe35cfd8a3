// Following a part of the service: which word counts when two come, and what is left when following ends.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Deferred, deferred } from '../../wire/deferred';
import type { ServiceEvent } from '../../wire/events';
import type { ComputeState } from '../../wire/service';
import { type FollowOptions, follow } from './follow';

const listeners = vi.hoisted(() => new Set<(event: ServiceEvent) => void>());

vi.mock('../../client', () => ({
  subscribe: (listener: (event: ServiceEvent) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
}));

const stateOf = (reason: string): ComputeState => ({
  phase: 'ready',
  backend: 'cpu',
  reason,
  override: 'auto',
  threads: 1,
  crossOriginIsolated: false,
  relaxedSimd: false,
  candidates: [],
});
const tell = (event: ServiceEvent) => {
  for (const listener of listeners) listener(event);
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

let questions: Deferred<ComputeState>[];
let said: string[];
beforeEach(() => {
  questions = [];
  said = [];
  listeners.clear();
});

function begin(more: Partial<FollowOptions<'compute'>> = {}) {
  return follow({
    part: 'compute',
    ask: () => {
      const question = deferred<ComputeState>();
      questions.push(question);
      return question.promise;
    },
    accept: ({ reason }) => said.push(reason),
    onFailure: (error) => said.push(String(error)),
    ...more,
  });
}

describe('following a part of the service', () => {
  it('takes the state at first, and the events of that part alone from then on', async () => {
    begin();
    questions[0]!.resolve(stateOf('at first'));
    await settled();
    tell({ type: 'compute', state: stateOf('then') });
    tell({ type: 'models' });
    expect(said).toEqual(['at first', 'then']);
    expect(questions).toHaveLength(1);
  });

  it('an answer is older than an event that came while it was on its way', async () => {
    const answers: string[] = [];
    begin({ onAnswer: ({ reason }) => answers.push(reason) });
    tell({ type: 'compute', state: stateOf('event') });
    questions[0]!.resolve(stateOf('answer'));
    await settled();
    expect(said).toEqual(['event']);
    expect(answers).toEqual(['answer']);
  });

  it('asks anew when everything was replaced, after what the page does about it', async () => {
    begin({ onReset: () => said.push(`reset with ${questions.length} asked`) });
    questions[0]!.resolve(stateOf('before'));
    await settled();
    tell({ type: 'reset' });
    questions[1]!.resolve(stateOf('after'));
    await settled();
    expect(said).toEqual(['before', 'reset with 1 asked', 'after']);
  });

  it('says that the service could not be asked, and asks once more when told to', async () => {
    const { refetch } = begin();
    questions[0]!.reject(new Error('no engine'));
    await settled();
    refetch();
    questions[1]!.resolve(stateOf('it is back'));
    await settled();
    expect(said).toEqual(['Error: no engine', 'it is back']);
  });

  it.each([
    ['an answer', (question: Deferred<ComputeState>) => question.resolve(stateOf('late'))],
    ['a failure', (question: Deferred<ComputeState>) => question.reject(new Error('late'))],
  ])('nothing is heard after the end, nor %s on its way', async (_, come) => {
    const { end } = begin();
    end();
    come(questions[0]!);
    tell({ type: 'compute', state: stateOf('too late') });
    await settled();
    expect(said).toEqual([]);
    expect(listeners.size).toBe(0);
  });
});
