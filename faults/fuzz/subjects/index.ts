// Everything that is fuzzed.

import type { Subject } from '../types';
import { BACKUP } from './backup';
import { BEHIND } from './behind';
import { PURE } from './pure';
import { REST } from './rest';

export const SUBJECTS: readonly Subject[] = [...PURE, ...BEHIND, BACKUP, ...REST];
