// Asks the browser to keep this origin's data when the disk runs short. Only the page itself may ask.

/** Resolves to true if the data is (now) kept; false if the browser declined or cannot. */
export async function requestPersistence(): Promise<boolean> {
  const storage = navigator.storage;
  if (!storage?.persist) return false;
  return (await storage.persisted()) || (await storage.persist());
}
