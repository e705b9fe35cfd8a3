// Where a link carries what was shared: after `#/points?s=`, in the hash, which browsers never send to a server.

/** The pages that links carry something to. */
export type SharedPage = 'points' | 'stream';

/** The packed part of a hash like `#/points?s=…`; null when it carries none for this page. */
export function packedIn(hash: string, page: SharedPage): string | null {
  const start = `#/${page}?`;
  return hash.startsWith(start) ? new URLSearchParams(hash.slice(start.length)).get('s') : null;
}

/** To the page, at the place where `here` is. */
export function sharedLink(here: string, page: SharedPage, packed: string): string {
  return `${here.split('#')[0]}#/${page}?s=${packed}`;
}
