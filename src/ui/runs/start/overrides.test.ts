// What a form changes of a configuration as override lines, and problems shown beside the fields that they are about.

import { describe, expect, it } from 'vitest';
import { overridesOf, problemAt, problemsBeside, valueAt } from './overrides';

const config = { seed: 1, model: { filters: [8, 16] }, trainer: { epochs: 10, learning_rate: 0.001, early: null } };

describe('overrides', () => {
  it('are what differs from the configuration, and the lines', () => {
    const fields = { seed: '1', 'trainer.epochs': ' 3 ', 'trainer.learning_rate': '0,01' };
    expect(overridesOf(config, fields, 'model.filters=[4]\n\n trainer.early=2 ')).toEqual([
      'trainer.epochs=3',
      'trainer.learning_rate=0.01',
      'model.filters=[4]',
      'trainer.early=2',
    ]);
  });

  it('leave what was emptied as the configuration has it', () => {
    expect(overridesOf(config, { 'trainer.epochs': '' }, '')).toEqual([]);
  });

  it('know what stands at a path', () => {
    expect(valueAt(config, 'trainer.epochs')).toBe('10');
    expect(valueAt(config, 'model.filters')).toBe('[8,16]');
    expect(valueAt(config, 'trainer.early')).toBe('');
    expect(valueAt(config, 'trainer.epochs.deeper')).toBe('');
    expect(valueAt(config, 'nothing.here')).toBe('');
  });

  it('show a problem beside its field or, where it has none, by itself', () => {
    const problem = (...path: string[]) => ({ line: null, column: null, path, message: path.join() });
    const problems = [problem('trainer', 'epochs'), problem('model', 'filters')];
    expect(problemAt([{ ...problems[0]!, message: 'must be 1. (from the override a=2)' }], 'trainer.epochs')).toBe(
      'must be 1.',
    );
    expect(problemAt(problems, 'seed')).toBeNull();
    expect(problemsBeside(problems, [{ path: 'trainer.epochs', word: '' }])).toEqual([problems[1]]);
  });
});
