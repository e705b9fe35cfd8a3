// What a form or a button does, once: a key that is held down, or a second press before the first is answered, does nothing.

/** `busy`: a ref of the form's own. */
export async function unlessBusy(busy: { current: boolean }, work: () => Promise<unknown>): Promise<void> {
  if (busy.current) return;
  busy.current = true;
  try {
    await work();
  } finally {
    busy.current = false;
  }
}
