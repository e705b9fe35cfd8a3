// A folder for what tests write on the way, in $TMPDIR: there for all of them, and gone after the last.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    scratch: string;
  }
}

export default function setup({ provide }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-tests-'));
  provide('scratch', folder);
  return () => rmSync(folder, { recursive: true });
}
