// A promise that does not keep anyone waiting for ever.

/** The promise's outcome, or an Error with `message` after so many seconds. What it stood for may still be running. */
export function withDeadline<T>(promise: Promise<T>, seconds: number, message: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(message)), seconds * 1000);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
