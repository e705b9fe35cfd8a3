// The sample sets that people can try with one click: measured tables and generated shapes.

import type { Matrix } from '../gmm/types';
import { anisotropic, blobs, generate, heavyTails, moons, rings, uneven } from './generate';

export const SAMPLE_IDS = [
  'penguins',
  'iris',
  'blobs',
  'anisotropic',
  'rings',
  'moons',
  'uneven',
  'heavy-tails',
] as const;
export type SampleId = (typeof SAMPLE_IDS)[number];

export interface SampleInfo {
  readonly id: SampleId;
  readonly name: string;
  /** One sentence for people. */
  readonly description: string;
  /** Generated sets have any number of points, by seed; tables are what they are. */
  readonly kind: 'table' | 'generated';
  /** Points: all of a table, or what a generated set has when nothing else is asked for. */
  readonly n: number;
  readonly d: number;
  /** A number of components that suits it. */
  readonly n_components: number;
}

export interface SampleData extends Matrix {
  readonly columns: readonly string[];
  readonly source: string;
  /** Rows of the source, counted from 1, left out because a value is missing. */
  readonly skipped: readonly number[];
}

const GENERATED_N = 600;

export const SAMPLES: readonly SampleInfo[] = [
  {
    id: 'penguins',
    name: 'Penguins',
    description: 'Beak, flipper and weight of 342 penguins of three species near Palmer Station, Antarctica.',
    kind: 'table',
    n: 342,
    d: 4,
    n_components: 3,
  },
  {
    id: 'iris',
    name: 'Iris',
    description: 'Sepals and petals of 150 flowers of three species of iris.',
    kind: 'table',
    n: 150,
    d: 4,
    n_components: 3,
  },
  generated('blobs', 'Blobs', 'Four round clusters of the same size.', 4),
  generated('anisotropic', 'Anisotropic', 'Three clusters, all stretched and tilted the same way.', 3),
  generated('rings', 'Rings', 'One ring around another: many components together can follow them.', 10),
  generated('moons', 'Two moons', 'Two interleaved half circles, which single Gaussians only roughly cover.', 6),
  generated('uneven', 'Uneven', 'A large loose cluster, a small dense one, and a tiny one.', 3),
  generated('heavy-tails', 'Heavy tails', 'Two clusters with many far points, which pull at the Gaussians.', 3),
];

function generated(id: SampleId, name: string, description: string, n_components: number): SampleInfo {
  return { id, name, description, kind: 'generated', n: GENERATED_N, d: 2, n_components };
}

/**
 * The points of a sample set. Tables come whole, whatever `n` and `seed`; rows with missing values are left out and
 * listed in `skipped`.
 */
export async function loadSample(id: SampleId, { n = GENERATED_N, seed = 1 } = {}): Promise<SampleData> {
  switch (id) {
    case 'penguins':
      return (await import('./tables')).loadPenguins();
    case 'iris':
      return (await import('./tables')).loadIris();
    default:
      return { ...generate(n, seed, DRAWS[id]), columns: ['x', 'y'], source: nameOf(id), skipped: [] };
  }
}

const DRAWS = { blobs, anisotropic, rings, moons, uneven, 'heavy-tails': heavyTails } as const;

function nameOf(id: SampleId): string {
  return SAMPLES.find((sample) => sample.id === id)?.name ?? id;
}
