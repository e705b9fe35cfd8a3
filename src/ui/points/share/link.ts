// Where a link carries the state: after `#/points?s=`, in the hash, which browsers never send to a server.

/** The packed part of a hash like `#/points?s=…`; null when it carries none. */
export function packedIn(hash: string): string | null {
  const query = hash.indexOf('?');
  if (query < 0) return null;
  return new URLSearchParams(hash.slice(query + 1)).get('s');
}

export function linkTo(page: string, packed: string): string {
  return `${page.split('#')[0]}#/points?s=${packed}`;
}
