// The runs' surroundings in Node, for tests and scripts: the job in this thread.

import type { RunsEnv } from './job';
import { nodeHost } from './jobs/jobs.fixture';

export function nodeRunsEnv(): RunsEnv {
  return {
    spawn() {
      const host = nodeHost();
      return { host, end: () => void host.close() };
    },
  };
}
