// Colours and shapes of up to 20 components. The hues are Okabe and Ito's ("Color Universal Design",
// 2008), deepened or lightened until each has a contrast of 3:1 against its background (WCAG 1.4.11);
// a shape always goes with the colour, so that no two components differ by colour alone.

import { SHAPES, type Shape } from './shapes';

/** sRGB, 0..255. */
export type Rgb = readonly [number, number, number];

/** In the order of use: neighbours differ in lightness as well as hue. */
const LIGHT = ['#0072b2', '#d55e00', '#008c66', '#b8578f', '#a87800', '#2a8fc9', '#7d7a00', '#4d4d4d'] as const;
const DARK = ['#4aa3e0', '#f0803c', '#2fc79b', '#e29ac4', '#e6a829', '#7cc8f2', '#ebe06a', '#c4c4c4'] as const;

export function componentColour(component: number, dark: boolean): string {
  const colours = dark ? DARK : LIGHT;
  return colours[component % colours.length]!;
}

/** Eight hues against ten shapes: the pair repeats only after forty. */
export function componentShape(component: number): Shape {
  return SHAPES[component % SHAPES.length]!;
}

/** "#rrggbb", "rgb(r g b)" or "rgb(r, g, b)" as numbers. Throws RangeError on anything else. */
export function parseColour(text: string): Rgb {
  const hex = /^#([0-9a-f]{6})$/i.exec(text.trim());
  if (hex) {
    const value = Number.parseInt(hex[1]!, 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }
  const rgb = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/.exec(text.trim());
  if (!rgb) throw new RangeError(`Not a colour: ${text}`);
  return [Math.round(Number(rgb[1])), Math.round(Number(rgb[2])), Math.round(Number(rgb[3]))];
}

/** WCAG 2 contrast ratio, 1..21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The colours of the plane; the page reads them from its own theme and hands them to the worker. */
export interface PlaneTheme {
  readonly dark: boolean;
  readonly background: string;
  /** Grid lines, and the stronger lines through zero. */
  readonly grid: string;
  readonly zero: string;
  /** Tick labels. */
  readonly muted: string;
  /** Axis names, weight labels. */
  readonly text: string;
  /** Selection and cursor. */
  readonly accent: string;
  /** Points without a component. */
  readonly neutral: string;
  readonly font: string;
}

const FONT = "'Inter Variable', system-ui, sans-serif";

/** For exports on white, and before the page's own colours are known. */
export const LIGHT_THEME: PlaneTheme = {
  dark: false,
  background: '#ffffff',
  grid: '#eceeee',
  zero: '#d3d6d6',
  muted: '#616666',
  text: '#1a1d1d',
  accent: '#0c6573',
  neutral: '#5a6363',
  font: FONT,
};

export const DARK_THEME: PlaneTheme = {
  dark: true,
  background: '#191c1c',
  grid: '#262a2a',
  zero: '#3a4040',
  muted: '#9a9f9f',
  text: '#dcdfdf',
  accent: '#4cacb7',
  neutral: '#a3abab',
  font: FONT,
};
