// Putting text on the clipboard.

/** Rejects with a sentence for people where the browser refuses. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error('The browser did not allow copying. Select the text and copy it by hand.');
  }
}
