// The learning rate that a configuration asks for, over its run, for drawing. How many steps an epoch has depends on the
// data, so the curve is in epochs; its form does not, but for rounding.

import { type ScheduleOptions, scheduleCurve } from '../../../ml/schedule/schedule';
import type { ConfigCheck } from '../../../wire/configs';
import type { ExperimentConfig } from '.';
import { scheduleOptionsOf } from './image';

type Curve = Extract<ConfigCheck, { ok: true }>['schedule'];

const PLACES = 200;
/** Steps that an epoch is drawn with. */
const PER_EPOCH = 100;

export function scheduleOf(config: ExperimentConfig): Curve {
  switch (config.kind) {
    case 'image':
      return overEpochs(scheduleOptionsOf(config, PER_EPOCH), config.trainer.epochs);
    case 'text': {
      const { learning_rate, warmup_ratio, schedule, epochs } = config.trainer;
      const unused = { power: 1, end_learning_rate: 0, step_size: 1, gamma: 1 };
      return overEpochs({ learning_rate, warmup_ratio, schedule, ...unused }, epochs);
    }
    case 'stream':
      if (config.model.id === 'mixture') return null;
      return flat(config.trainer.learning_rate, config.trainer.batches, 'batch');
    case 'mixture': {
      const { method, epochs, learning_rate } = config.trainer;
      return method === 'gradient' && epochs !== 'auto' ? flat(learning_rate, epochs, 'epoch') : null;
    }
  }
}

function overEpochs(options: ScheduleOptions, epochs: number): Curve {
  // Each step's rate stands where the step ends: the last at the end of the run.
  const { step, learning_rate } = scheduleCurve(options, epochs * PER_EPOCH, PLACES);
  return { x: Array.from(step, (at) => (at + 1) / PER_EPOCH), rate: Array.from(learning_rate), unit: 'epoch' };
}

function flat(rate: number, end: number, unit: 'epoch' | 'batch'): Curve {
  return { x: [0, end], rate: [rate, rate], unit };
}
