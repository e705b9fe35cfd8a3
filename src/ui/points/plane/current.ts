// The plane on show, for controls beside it: fit, zoom, pictures.

import type { PlaneController } from './controller';

let current: PlaneController | null = null;

export function setCurrent(controller: PlaneController | null): void {
  current = controller;
}

/** Null while no plane is on the page. */
export function currentPlane(): PlaneController | null {
  return current;
}

/** Shows everything. */
export function fitView(): void {
  current?.fit();
}

/** What is shown as moved is moved: until then the newest step to undo is an older one. */
export async function settleMoves(): Promise<void> {
  await current?.settleMoves();
}

/** Magnifies about the middle; below 1 it shows more. */
export function zoomBy(factor: number): void {
  current?.zoom(factor);
}
