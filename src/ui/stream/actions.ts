// What the page's controls do: service calls whose errors are shown, never thrown.

import { service } from '../../client';
import type { StreamConfig, StreamStatus } from '../../wire/stream';
import { attempt } from '../components/attempt';
import { configOf, isFirst, PRESET_SPEED, type Preset } from './presets';
import { useStream } from './store';
import { detectorFits, taskOf } from './words';

type Phase = StreamStatus['phase'];

/** A run is on: it takes batches, or would if it were let. */
export function isOn(phase: Phase | undefined): boolean {
  return (
    phase === 'starting' || phase === 'running' || phase === 'waiting' || phase === 'paused' || phase === 'stopping'
  );
}

/** It moves by itself. */
export function isMoving(phase: Phase | undefined): boolean {
  return phase === 'starting' || phase === 'running' || phase === 'waiting';
}

/** What the large button does: pauses what moves, goes on with what stands, begins where nothing is. */
export function togglePlay(): Promise<unknown> {
  const phase = useStream.getState().state?.status.phase;
  if (isMoving(phase)) return attempt('pause the stream', () => service.stream.control('pause'));
  if (phase === 'paused') return attempt('go on', () => service.stream.control('play'));
  return phase === 'idle' ? begin() : start();
}

/** What nobody has set up or set a speed for goes at one that eyes can follow. */
function begin(): Promise<unknown> {
  return attempt('start the stream', async () => {
    const { state, paced } = useStream.getState();
    if (state?.speed === null && !paced && isFirst(state.config)) await service.stream.setSpeed(PRESET_SPEED);
    await service.stream.start({ fresh: false });
  });
}

export function start(fresh = false): Promise<unknown> {
  return attempt('start the stream', () => service.stream.start({ fresh }));
}

/** One batch; begins a paused run where there is none. */
export function step(): Promise<unknown> {
  return attempt('learn one batch', () => service.stream.control('step'));
}

export function stop(): Promise<unknown> {
  return attempt('stop the stream', () => service.stream.control('stop'));
}

export function reset(): Promise<unknown> {
  return attempt('start over', async () => {
    await service.stream.control('reset');
    useStream.setState({ view: { kind: 'whole' } });
  });
}

/** Forgets run and model, and begins again with the same set-up. */
export function startOver(): Promise<unknown> {
  return attempt('start over', async () => {
    await service.stream.control('reset');
    useStream.setState({ view: { kind: 'whole' } });
    await service.stream.start({ fresh: true });
  });
}

export function setSpeed(speed: number | null): Promise<unknown> {
  useStream.setState({ paced: true });
  return attempt('change the speed', () => service.stream.setSpeed(speed));
}

/** Begins anew with one of the ready streams. */
export function startPreset(preset: Preset): Promise<unknown> {
  return attempt('start the stream', async () => {
    const { config } = useStream.getState().state ?? (await service.stream.state());
    await service.stream.configure(configOf(preset, config));
    await service.stream.setSpeed(PRESET_SPEED);
    useStream.setState({ view: { kind: 'whole' } });
    await service.stream.start({ fresh: true });
  });
}

export interface ConfigPatch extends Partial<Omit<StreamConfig, 'source' | 'learner'>> {
  readonly source?: Partial<StreamConfig['source']>;
  readonly learner?: Partial<StreamConfig['learner']>;
}

export function changeConfig(patch: ConfigPatch): Promise<unknown> {
  const before = useStream.getState().state?.config;
  if (!before) return Promise.resolve();
  const config = patched(before, patch);
  showConfig(config);
  return attempt('change the set-up', async () => {
    try {
      await service.stream.configure(config);
    } catch (error) {
      showConfig(before);
      throw error;
    }
  });
}

/** With what no longer fits left out. */
export function patched(config: StreamConfig, patch: ConfigPatch): StreamConfig {
  const source = { ...config.source, ...patch.source };
  const wanted = { ...config.learner, ...patch.learner };
  // The review model's head reads reviews and nothing else.
  const unfit = wanted.id === 'review-head' && source.id !== 'reviews';
  const learner = unfit ? { ...wanted, id: 'network' as const } : wanted;
  const task = taskOf(source.id, learner.id);
  const detectors = (patch.detectors ?? config.detectors).filter((id) => detectorFits(id, task));
  return { ...config, ...patch, source, learner, detectors };
}

/** A control shows at once what was chosen; the engine's next word replaces it. */
function showConfig(config: StreamConfig): void {
  const { state } = useStream.getState();
  if (state) useStream.setState({ state: { ...state, config } });
}
