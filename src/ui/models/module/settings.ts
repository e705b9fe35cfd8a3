// How a module is trained where nobody has said otherwise yet.

import type { ModuleInfo } from '../../../wire/library';
import { textOf } from './args';
import type { Settings } from './store';

const USUAL_SECONDS = 600;

/** As it was trained last; before the first time as its manifest says. */
export function settingsOf({ training, enableTensorboard }: ModuleInfo): Settings {
  if (!training) return { args: '', tensorboard: enableTensorboard, seconds: USUAL_SECONDS };
  return { args: textOf(training.args), tensorboard: training.tensorboard, seconds: training.most_seconds };
}
