// How long a request to the REST door waits for an engine.

import { describe, expect, it, vi } from 'vitest';
import { persevere } from './engine';

const yes = async () => true;
const no = async () => false;

describe('a request that finds no engine', () => {
  it('looks again while the app is open: on a first visit its engine is on its way', async () => {
    const answers = [null, null, 'an engine'];
    const look = vi.fn(async () => answers.shift() ?? null);
    expect(await persevere(look, yes, 60_000)).toBe('an engine');
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('gives up at once when nobody is there to start one', async () => {
    const look = vi.fn(async () => null);
    expect(await persevere(look, no, 60_000)).toBeNull();
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('gives up after a time, in the middle of a look, too', async () => {
    const until = (signal: AbortSignal) =>
      new Promise<null>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    expect(await persevere(until, yes, 20)).toBeNull();
    const empty = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return null;
    };
    expect(await persevere(empty, yes, 20)).toBeNull();
  });

  it('passes on what goes wrong meanwhile', async () => {
    const broken = () => Promise.reject(new Error('no channels'));
    await expect(persevere(broken, yes, 60_000)).rejects.toThrow('no channels');
  });
});
