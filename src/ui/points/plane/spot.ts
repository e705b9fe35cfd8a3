// What strokes share: a place under the pointer, and the words for what was done.

import { fromX, fromY } from '../../../plane/viewport';
import type { Surface } from './surface';

/** CSS pixels within the plane. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly shift: boolean;
  readonly alt: boolean;
}

export interface Stroke {
  move(to: Spot): void;
  end(at: Spot): void;
  /** Takes back what has not been done yet. */
  cancel(): void;
}

export type Announce = (message: string) => void;

/** What a live region is given: text that stays as it is would be no news, and the same done twice would be said once. */
export function saidAnew(before: string, message: string): string {
  return message === before ? `${message}\u00a0` : message;
}

/** Farther than this a press is a drag and not a click, CSS pixels. */
export const CLICK_SLOP = 6;

/** Where that is in the data. */
export const dataAt = (surface: Surface, { x, y }: { x: number; y: number }): [number, number] => [
  fromX(surface.view, surface.size, x),
  fromY(surface.view, surface.size, y),
];
export const distance = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);
/** A finger hides more than a pointer. */
export const brushRadius = (coarse: boolean) => (coarse ? 26 : 16);
export const plural = (n: number) => (n === 1 ? '1 point' : `${n.toLocaleString('en')} points`);
