// Turns, fall-backs and losses of TensorFlow.js, in Node, where only its plain JavaScript backend starts.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineLostError } from '../gmm/engine';
import { startTf, tf, withTf } from './tf';
import { forgetTfFailures, onTfFallback, tfFailure } from './tf-status';

afterEach(forgetTfFailures);

describe('withTf', () => {
  it('runs one piece of work after the other, and goes on after one that failed', async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`${name} ends`);
      if (name === 'a') throw new RangeError('a is wrong');
      return name;
    };
    const [a, b] = await Promise.allSettled([withTf('cpu', work('a')), withTf('cpu', work('b'))]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(a).toMatchObject({ status: 'rejected', reason: new RangeError('a is wrong') });
    expect(b).toEqual({ status: 'fulfilled', value: 'b' });
    expect(tfFailure('cpu')).toBeUndefined();
  });

  it('takes work that never answers for a lost backend', async () => {
    await withTf('cpu', async () => {});
    vi.useFakeTimers();
    try {
      const stuck = withTf('cpu', () => new Promise<never>(() => {}));
      const outcome = expect(stuck).rejects.toBeInstanceOf(EngineLostError);
      await vi.advanceTimersByTimeAsync(61_000);
      await outcome;
      expect(tfFailure('cpu')).toContain('did not answer');
    } finally {
      vi.useRealTimers();
    }
  });

  it('makes another backend where the one before was lost', async () => {
    const made: { lost: boolean }[] = [];
    // As much of WebGL's as is looked at: in Node there is none.
    const make = () => {
      const state = { lost: false };
      made.push(state);
      const gpgpu = { gl: { isContextLost: () => state.lost } };
      return { gpgpu, dispose: () => {} } as unknown as tf.KernelBackend;
    };
    tf.registerBackend('webgl', make);
    try {
      expect(await withTf('webgl', async () => 1)).toBe(1);
      made[0].lost = true;
      await expect(withTf('webgl', async () => 2)).rejects.toBeInstanceOf(EngineLostError);
      await expect(withTf('webgl', async () => 3)).rejects.toThrow('lost');
      expect(made).toHaveLength(1);
      forgetTfFailures();
      expect(await withTf('webgl', async () => 4)).toBe(4);
      expect(await withTf('webgl', async () => 5)).toBe(5);
      expect(made).toHaveLength(2);
    } finally {
      tf.removeBackend('webgl');
    }
  });

  it('keeps the gradients of tfjs-core', async () => {
    const slope = await withTf('cpu', async () => {
      const result = tf.tidy(() => tf.grad((x) => tf.mean(tf.square(x)))(tf.tensor1d([1, 2])));
      return [...(await result.data())];
    });
    expect(slope).toEqual([1, 2]);
  });
});

describe('startTf', () => {
  it('takes the next backend where one does not start, and tells once', async () => {
    const heard = vi.fn();
    const stop = onTfFallback(heard);
    expect(await startTf('webgpu')).toBe('cpu');
    expect(await startTf('webgpu')).toBe('cpu');
    stop();
    expect(heard).toHaveBeenCalledTimes(1);
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ wanted: 'webgpu', used: 'cpu' });
    expect(tfFailure('webgpu')).toBeDefined();
  });

  it('does not tell when it gets what it asked for', async () => {
    const heard = vi.fn();
    const stop = onTfFallback(heard);
    expect(await startTf('cpu')).toBe('cpu');
    stop();
    expect(heard).not.toHaveBeenCalled();
  });
});
