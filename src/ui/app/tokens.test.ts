// The tokens' promises: what is drawn in them is seen on every surface, in both schemes (WCAG 1.4.11, 1.4.3).

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The colours of a scheme, by their names. */
function tokensOf(scheme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const block = new RegExp(`:root\\[data-mantine-color-scheme="${scheme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map([...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name!, colour!]));
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  const tokens = tokensOf(scheme);
  const colour = (name: string) => tokens.get(name) ?? expect.fail(`no ${name}`);

  it.each([
    ['--line-control', 3],
    ['--mark-quiet', 3],
    ['--accent', 3],
    ['--text-quiet', 4.5],
    ['--bad', 4.5],
  ])('%s has at least %f to 1', (name, least) => {
    for (const surface of ['--surface', '--surface-raised', '--surface-sunken']) {
      expect(contrast(colour(name), colour(surface)), surface).toBeGreaterThanOrEqual(least);
    }
  });
});
