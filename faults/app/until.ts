// Waiting for something to become so, in bounded time.

export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** Asks until the answer is not undefined. @throws TooLate that says what was waited for, after `limit` milliseconds */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limit = 20_000,
  every = 25,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new TooLate(`waited ${limit / 1000} s for ${what}`);
    await rest(every);
  }
}

/** `true` where it became so in time. */
export async function became(ask: () => Promise<boolean>, limit: number): Promise<boolean> {
  const yes = async () => ((await ask()) ? true : undefined);
  return until('', yes, limit).catch((error: unknown) => {
    if (error instanceof TooLate) return false;
    throw error;
  });
}

export function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The promise, or a refusal after `limit` milliseconds: what happens to it later is nobody's concern. */
export async function within<T>(limit: number, what: string, promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`waited ${limit / 1000} s for ${what}`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
