// What the trainings of all kinds share: how they speak, what they write for TensorBoard, and the order of their files.

import type { ModelDir, TrainingModule } from '../../protocol';
import { Board } from './board';

export interface Training {
  readonly dir: ModelDir;
  readonly args: readonly string[];
  readonly board: Board;
  /** A line of the log. */
  say(line: string): void;
}

export function trainingModule(train: (training: Training) => Promise<void>): TrainingModule {
  return {
    async train(dir, args, options = {}) {
      const board = new Board(dir, options);
      await train({ dir, args, board, say: (line) => options.logger?.log(line) });
      await board.flush();
      options.logger?.flush();
    },
  };
}

/** Before anything is written: a model of numbers that are none answers nothing, and lies where a good one was. */
export function checkFinite(values: Iterable<ArrayLike<number>>): void {
  for (const numbers of values) {
    for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) throw beyond();
  }
}

function beyond(): Error {
  return new Error('The training went beyond all numbers, and nothing was written: lower --learning_rate.');
}

export async function writeAll(dir: ModelDir, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) await dir.write(path, bytes);
}
