// Imported before any schema is made: the app's policy lets nothing be compiled from texts, and a schema decides as it is made.

import { config } from 'zod';

config({ jitless: true });
