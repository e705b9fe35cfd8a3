// train.js of a mixture's archive.

import { mixtureTraining } from '../../own/training/mixture';

export const { train } = mixtureTraining;
