// Unit tests run in Node; the tests that need a browser are in e2e/.

import { defineConfig } from 'vitest/config';
import { twins } from './scripts/twins.mjs';

/** Compares bit by bit with another process, which has none of the flags of V8 that other tests set for all of theirs. */
const TWINS = 'src/ml/modules/twins/twins.test.ts';

export default defineConfig({
  plugins: [twins()],
  test: {
    globalSetup: './tests/scratch.ts',
    projects: [
      // The learning keeps no state, so its tests share a worker's modules: a quarter less time, and a check that it keeps none.
      { extends: true, test: { name: 'ml', include: ['src/ml/**/*.test.ts'], exclude: [TWINS], isolate: false } },
      {
        extends: true,
        test: {
          name: 'rest',
          include: ['{tests,bench,faults}/**/*.test.ts', 'src/!(ml)/**/*.test.{ts,tsx}', TWINS],
          // A thread starts sooner than a process: a fifth of the time, with so many small files.
          pool: 'threads',
        },
      },
    ],
    environment: 'node',
    testTimeout: 30_000,
    // Two cores are the least that people have; left alone, two cores get one worker.
    maxWorkers: '100%',
    // Their ES modules, as the build takes them: the packages name another build for Node.
    server: { deps: { inline: [/@tensorflow\//] } },
  },
});
