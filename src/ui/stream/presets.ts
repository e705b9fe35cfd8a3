// Streams ready to run, each with a change soon after the start that a newcomer sees happen.

import type { DetectorId, SourceId, StreamConfig } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { SOURCE_WORDS } from './words';

export interface Preset {
  readonly id: SourceId;
  readonly name: string;
  readonly term: string;
  readonly about: string;
  readonly drift: StreamConfig['source']['drift'];
  readonly noise: number;
  readonly detectors: readonly DetectorId[];
}

const BATCH_SIZE = 32;
/** Examples between changes: a hundred and fifty batches. */
const POSITION = 150 * BATCH_SIZE;
/** Batches a second: the first change comes within a second. */
export const PRESET_SPEED = 200;

const CLASS_DETECTORS: readonly DetectorId[] = ['adwin', 'ddm', 'page-hinkley'];

export const PRESETS: readonly Preset[] = [
  preset('sea', { kind: 'recurring', position: POSITION, width: 1 }, 0.05, CLASS_DETECTORS),
  preset('hyperplane', { kind: 'abrupt', position: POSITION, width: 1 }, 0.02, CLASS_DETECTORS),
  preset('random-rbf', { kind: 'gradual', position: POSITION, width: 1600 }, 0, CLASS_DETECTORS),
  preset('friedman', { kind: 'recurring', position: POSITION, width: 1 }, 0, ['adwin', 'page-hinkley']),
];

function preset(
  id: SourceId,
  drift: StreamConfig['source']['drift'],
  noise: number,
  detectors: readonly DetectorId[],
): Preset {
  const { word, term, about } = SOURCE_WORDS[id];
  return { id, name: word, term: term ?? '', about, drift, noise, detectors };
}

/**
 * The defaults with the preset's stream, so that it shows the same to everyone, whatever was tried before. The file that
 * was chosen and how pushed batches are read are not of this stream, and stay.
 */
export function configOf(preset: Preset, { source: { file, push } }: StreamConfig): StreamConfig {
  return over({ ...DEFAULT_STREAM_CONFIG, source: { ...DEFAULT_STREAM_CONFIG.source, file, push } }, preset);
}

/** The preset's stream, and a small network that keeps up with it, over other options. */
function over(config: StreamConfig, { id, drift, noise, detectors }: Preset): StreamConfig {
  return {
    ...config,
    source: { ...config.source, id, batch_size: BATCH_SIZE, drift, noise },
    learner: {
      ...config.learner,
      id: 'network',
      hidden: [16],
      activation: 'relu',
      optimizer: 'adam',
      learning_rate: 0.01,
      epochs: 1,
    },
    detectors,
    window: 20,
  };
}

/** Whether it is the first of the ready streams, as a configuration is at first; from whatever seed. */
export function isFirst(config: StreamConfig): boolean {
  return same(over(config, PRESETS[0]!), config);
}

export function isDefault(config: StreamConfig): boolean {
  return same(DEFAULT_STREAM_CONFIG, config);
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys({ ...a, ...b }) as (keyof typeof a)[];
  return keys.every((key) => same(a[key], b[key]));
}
