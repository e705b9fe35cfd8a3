// What is done in the app while a fault strikes.

import { IMPORTING, RESTORING } from './importing';
import { ARCHIVES, SAVING } from './models';
import { MODULE } from './module';
import { LABELLING, TYPING } from './reviews';
import { STREAM, STREAM_GPU } from './stream';
import { CNN, ENCODER, MIXTURE, MIXTURE_GPU, NGRAM } from './training';
import type { Activity } from './types';

export const ACTIVITIES: readonly Activity[] = [
  ...[TYPING, LABELLING, IMPORTING, MIXTURE, NGRAM, ENCODER],
  ...[STREAM, CNN, MODULE, SAVING, ARCHIVES, RESTORING],
  ...[MIXTURE_GPU, STREAM_GPU],
];
