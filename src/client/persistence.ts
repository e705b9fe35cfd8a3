// Asks the browser to keep this origin's data when the disk runs short. Only the page itself may ask.

/** Resolves to true if the data is (now) kept; false if the browser declined or cannot. */
export async function requestPersistence(): Promise<boolean> {
  const storage = navigator.storage;
  if (!storage?.persist) return false;
  return (await storage.persisted()) || (await storage.persist());
}

/**
 * Asks without a person's word, where the browser answers by itself: Chromium does, others may ask the person in turn, who
 * should have pressed for that. Null where it was not asked, or keeps the data already.
 */
export async function persistQuietly(): Promise<boolean | null> {
  const storage = navigator.storage;
  // Chromium alone has it.
  if (!storage?.persist || !('userAgentData' in navigator) || (await storage.persisted())) return null;
  return storage.persist();
}
