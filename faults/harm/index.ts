// What strikes.

import { ENDINGS } from './endings';
import { STORAGE_FAULTS } from './storage';
import { SURROUNDINGS } from './surroundings';
import type { Fault } from './types';

export const FAULTS: readonly Fault[] = [...ENDINGS, ...STORAGE_FAULTS, ...SURROUNDINGS];
