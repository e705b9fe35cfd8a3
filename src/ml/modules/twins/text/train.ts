// train.js of a text model's archive.

import { textTraining } from '../../own/training/text';
import { backend } from './backend';

export const { train } = textTraining(backend);
