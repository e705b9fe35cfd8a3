// Unit tests run in Node; the tests that need a browser are in e2e/.

import { defineConfig } from 'vitest/config';
import { twins } from './scripts/twins.mjs';

export default defineConfig({
  plugins: [twins()],
  test: {
    include: [
      'tests/**/*.test.ts',
      'bench/**/*.test.ts',
      'faults/**/*.test.ts',
      'src/**/*.test.ts',
      'src/**/*.test.tsx',
    ],
    environment: 'node',
    testTimeout: 30_000,
    // Two cores are the least that people have; left alone, two cores get one worker.
    maxWorkers: '100%',
    // Their ES modules, as the build takes them: the packages name another build for Node.
    server: { deps: { inline: [/@tensorflow\//] } },
  },
});
