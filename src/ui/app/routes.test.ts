// Which page an address opens, and the order that pages stand in.

import { describe, expect, it } from 'vitest';
import { PAGES, pageAt } from './routes';

describe('routes', () => {
  it('open the first page where the hash is empty', () => {
    expect(pageAt('/')).toBe(PAGES[0]);
    expect(pageAt('')).toBe(PAGES[0]);
  });

  it('find each page, with or without what it keeps in the address', () => {
    for (const page of PAGES) {
      expect(pageAt(`/${page.id}`)).toBe(page);
      expect(pageAt(`/${page.id}/`)).toBe(page);
      expect(pageAt(`/${page.id}?s=a/b`)).toBe(page);
      expect(pageAt(`/${page.id}/s=abc`)).toBe(page);
    }
  });

  it('know what is no page', () => {
    expect(pageAt('/nowhere')).toBeNull();
    expect(pageAt('/point')).toBeNull();
    expect(pageAt('/constructor')).toBeNull();
  });

  it('stand in the order of use, what belongs to the device at the end', () => {
    expect(PAGES.map(({ id }) => id)).toEqual(['points', 'reviews', 'stream', 'runs', 'models', 'data', 'api']);
  });

  it('have ids of their own', () => {
    expect(new Set(PAGES.map((page) => page.id)).size).toBe(PAGES.length);
  });
});
