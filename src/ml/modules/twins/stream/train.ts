// train.js of the archive of a model of a stream.

import { streamTraining } from '../../own/training/stream';

export const { train } = streamTraining;
