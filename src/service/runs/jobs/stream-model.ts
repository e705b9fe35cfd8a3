// What a run over a stream has learnt, as files (src/ml/stream/files.ts).

import { type LearntModel, writeStreamFiles } from '../../../ml/stream/files';
import type { SourceInfo } from '../../../ml/stream/types';
import type { StreamConfig } from '../../../wire/stream';
import type { TrainedFiles } from '../job';

export { type LearntModel, STREAM_MODEL_FILE, STREAM_WEIGHTS_FILE } from '../../../ml/stream/files';

interface About {
  readonly config: StreamConfig;
  readonly info: SourceInfo;
}

export function writeStreamModel({ config, info }: About, model: LearntModel): TrainedFiles {
  return writeStreamFiles(config.learner, info, model);
}
