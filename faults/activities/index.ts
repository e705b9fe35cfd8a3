// What is done in the app while a fault strikes.

import { IMPORTING, RESTORING } from './importing';
import { ARCHIVES, SAVING } from './models';
import { LABELLING, TYPING } from './reviews';
import { CNN, ENCODER, MIXTURE, NGRAM, STREAM } from './training';
import type { Activity } from './types';

export const ACTIVITIES: readonly Activity[] = [
  ...[TYPING, LABELLING, IMPORTING, MIXTURE, NGRAM, ENCODER],
  ...[STREAM, CNN, SAVING, ARCHIVES, RESTORING],
];
