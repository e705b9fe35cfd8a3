// The page's colours, read from its style sheets, for the canvases.

import { DARK_THEME, LIGHT_THEME, type PlaneTheme, parseColour } from '../../../plane/palette';

export function readTheme(element: HTMLElement): PlaneTheme {
  const dark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark';
  const base = dark ? DARK_THEME : LIGHT_THEME;
  const style = getComputedStyle(element);
  const token = (name: string, otherwise: string) => {
    const value = style.getPropertyValue(name).trim();
    return isColour(value) ? value : otherwise;
  };
  return {
    ...base,
    background: token('--surface', base.background),
    text: token('--text', base.text),
    muted: token('--text-quiet', base.muted),
    accent: token('--accent', base.accent),
    font: style.fontFamily || base.font,
  };
}

function isColour(value: string): boolean {
  try {
    parseColour(value);
    return true;
  } catch {
    return false;
  }
}

/** Calls back when the page turns light or dark; returns what ends that. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
  return () => observer.disconnect();
}
