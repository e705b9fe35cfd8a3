// With which options a sample set is taken: the invitation's begin with the defaults, the others keep what was chosen.

import { beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_OPTIONS, type FitOptions } from '../../../ml/gmm/types';
import { deferred } from '../../../wire/deferred';
import type { PointsState } from '../../../wire/service';
import { FIRST_VIEW, usePoints } from '../store';
import { takeSample } from './samples';

const asked = vi.hoisted(() => ({ replaced: [] as { readonly options?: object }[], commands: [] as string[] }));
const makeSample = vi.hoisted(() => vi.fn<(id: string, options: { seed: number }) => Promise<object>>());

vi.mock('../../../client', () => ({
  service: {
    points: {
      replace: async (dataset: object) => void asked.replaced.push(dataset),
      setSpeed: async () => {},
      control: async (command: string) => void asked.commands.push(command),
    },
  },
}));
vi.mock('../../../client/import', () => ({ makeSample }));

const LAYERS = { colouring: 'plain', ellipses: false, density: false, contours: true } as const;
const LEFT: FitOptions = { ...DEFAULT_OPTIONS, method: 'gradient', seed: 7, reg_covar: 1, weights_init: [0.5, 0.5] };

beforeEach(() => {
  makeSample.mockImplementation(async (_, { seed }) => ({ d: 2, seed }));
  asked.replaced = [];
  asked.commands = [];
  const state = { ...usePoints.getState().state, options: LEFT } as unknown as PointsState;
  usePoints.setState({ state, layers: LAYERS, outlierLevel: 0.2 });
});

it('the invitation’s begins with the defaults, whatever was left by others', async () => {
  await takeSample({ id: 'penguins', n: 342, seed: 1, play: true });
  expect(asked.replaced[0]?.options).toEqual({ ...DEFAULT_OPTIONS, n_components: 3 });
  expect(usePoints.getState()).toMatchObject(FIRST_VIEW);
  expect(asked.commands).toEqual(['play']);
});

it('one from the list keeps method, seed and layers, and drops the start values of other points', async () => {
  await takeSample({ id: 'blobs', n: 100, seed: 1 });
  const { weights_init, ...kept } = LEFT;
  // With the points, not after them: a fit begun in between would be of another number of groups.
  expect(asked.replaced[0]?.options).toStrictEqual({ ...kept, n_components: 4 });
  expect(usePoints.getState().layers).toBe(LAYERS);
  expect(asked.commands).toEqual([]);
});

it('of several that are asked for in a row the last is on show, whichever is made first', async () => {
  const slow = deferred<object>();
  makeSample.mockReturnValueOnce(slow.promise);
  const first = takeSample({ id: 'blobs', n: 100, seed: 1 });
  expect(await takeSample({ id: 'blobs', n: 100, seed: 2 })).toBe(true);
  slow.resolve({ d: 2, seed: 1 });
  expect(await first).toBe(false);
  expect(asked.replaced).toMatchObject([{ d: 2, seed: 2 }]);
  expect(asked.replaced).toHaveLength(1);
});
