// A page's component, loaded when it is first shown. React remembers a failed load for good; `forget`
// lets the next attempt load again.

import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Page } from './routes';

const components = new Map<string, LazyExoticComponent<ComponentType>>();

export function componentOf(page: Page): LazyExoticComponent<ComponentType> {
  const known = components.get(page.id);
  if (known) return known;
  const component = lazy(async () => ({ default: await page.load() }));
  components.set(page.id, component);
  return component;
}

export function forget(page: Page): void {
  components.delete(page.id);
}
