// Handing a file to the person: the browser's own download, from memory.

export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** "millrace-2026-03-01-1405": sorts by time, and is a legal name everywhere. */
export function stampedName(prefix: string, at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${prefix}-${day}-${two(at.getHours())}${two(at.getMinutes())}`;
}
