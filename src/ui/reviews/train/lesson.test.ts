// The training form's choices, while trainings come and go.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReviewsState, TrainProgress } from '../../../wire/reviews';
import { changeLesson, EMPTY, useReviews } from '../store';
import { accept } from '../sync';
import { hintsOf, NEW_LESSON } from './options';

vi.mock('../../../client', () => ({ service: {}, subscribe: () => () => {} }));

const PROGRESS: TrainProgress = {
  ...{ name: 'Mine', model: 'nano', step: 1, steps: 1, epoch: 1, epochs: 1, rate: 1, secondsLeft: null },
  ...{ loss: [], held_out: [], before: null, engine: '', n_train: 2, n_held_out: 0 },
};
const FINISHED = { phase: 'finished', result: 'm', reason: 'finished', ...PROGRESS } as const;

function heard(training: ReviewsState['training']): void {
  const reviews = { total: 0, positive: 0, negative: 0, rev: 1, unlabelled: 0, scored: 0 };
  accept({
    models: [],
    serving: { phase: 'ready', model: 'nano', engine: 'WASM' },
    draft: '',
    reviews: { ...reviews, parts: { train: 0, held_out: 0, none: 0 }, mirrored: null, resting: null, exporting: null },
    training,
  });
}

const lesson = () => useReviews.getState().lesson;

beforeEach(() => useReviews.setState(EMPTY, true));

describe('what is to be trained', () => {
  it('stays as it was chosen while a training runs, and when it fails', () => {
    changeLesson({ name: ' Mine ', pasted: 'text,label' });
    const before = lesson();
    heard({ phase: 'running', ...PROGRESS });
    heard({ phase: 'failed', message: 'No room.' });
    expect(lesson()).toBe(before);
  });

  it('needs another name once the model of that name is there', () => {
    changeLesson({ name: ' Mine ', pasted: 'text,label' });
    heard({ phase: 'running', ...PROGRESS });
    heard(FINISHED);
    expect(lesson()).toEqual({ ...NEW_LESSON, pasted: 'text,label' });
    // The same may be given again: it is not taken away a second time.
    changeLesson({ name: 'Mine' });
    heard(FINISHED);
    expect(lesson().name).toBe('Mine');
  });

  it('keeps its name where another training ends', () => {
    changeLesson({ name: 'Mine' });
    heard({ phase: 'running', ...PROGRESS });
    heard({ ...FINISHED, name: 'Small, retrained 1' });
    expect(lesson().name).toBe('Mine');
  });
});

it('a field left empty shows what the model is trained with: few texts move little, random weights go further', () => {
  const known = { kind: 'encoder', untrained: false } as const;
  expect(hintsOf(known, 40)).toMatchObject({ part: 'head', learning_rate: '0.001', epochs: '12' });
  expect(hintsOf(known, 4000)).toMatchObject({ part: 'lora', learning_rate: '0.0003', epochs: '5' });
  expect(hintsOf(known, 40, { part: 'all' })).toMatchObject({ part: 'all', learning_rate: '0.00003', epochs: '5' });
  expect(hintsOf({ kind: 'encoder', untrained: true }, 40)).toMatchObject({ part: 'all', learning_rate: '0.0005' });
  expect(hintsOf({ kind: 'ngram', untrained: true }, 900)).toMatchObject({ learning_rate: '0.1', epochs: '3' });
});
