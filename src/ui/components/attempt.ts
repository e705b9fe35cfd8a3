// What a page's controls do: service calls whose errors are shown, never thrown.

import { settleError, showError } from './notify';

/** Runs `work`; when it fails, says that it could not be done and gives undefined. `doing` completes "Could not …". */
export async function attempt<T>(doing: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await work();
    settleError(doing);
    return result;
  } catch (error) {
    showError(error, doing);
    return undefined;
  }
}

/** For work that has no result of its own: whether it could be done. */
export async function attempted(doing: string, work: () => Promise<unknown>): Promise<boolean> {
  const done = await attempt(doing, async () => {
    await work();
    return true;
  });
  return done === true;
}
