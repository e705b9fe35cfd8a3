// Colours of components stand out from their background, no two components look the same, and all shapes have one area.

import { describe, expect, it } from 'vitest';
import { componentColour, componentShape, contrast, DARK_THEME, LIGHT_THEME, parseColour } from './palette';
import { contains, extentOf, outlineOf, SHAPES } from './shapes';

const components = Array.from({ length: 20 }, (_, c) => c);

describe('the palette', () => {
  it.each([LIGHT_THEME, DARK_THEME])('stands out from its background (dark: $dark)', (theme) => {
    const background = parseColour(theme.background);
    for (const c of components) {
      expect(contrast(parseColour(componentColour(c, theme.dark)), background)).toBeGreaterThanOrEqual(3);
    }
    for (const text of [theme.text, theme.muted, theme.neutral]) {
      expect(contrast(parseColour(text), background)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('gives twenty components twenty different pairs of colour and shape', () => {
    const pairs = components.map((c) => `${componentColour(c, false)} ${componentShape(c)}`);
    expect(new Set(pairs).size).toBe(20);
  });

  it('never gives one shape two components of like use before ten', () => {
    expect(new Set(components.slice(0, 10).map(componentShape)).size).toBe(10);
  });

  it('reads colours as style sheets write them', () => {
    expect(parseColour('#0a525e')).toEqual([10, 82, 94]);
    expect(parseColour(' rgb(10, 82, 94)')).toEqual([10, 82, 94]);
    expect(parseColour('rgb(10 82 94 / 50%)')).toEqual([10, 82, 94]);
    expect(() => parseColour('petrol')).toThrow(RangeError);
  });

  it('knows the contrast of black on white', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  });
});

describe('marker shapes', () => {
  it.each(SHAPES)('%s has the area of a disc of radius one', (shape) => {
    const outline = outlineOf(shape);
    const reach = extentOf(shape);
    const steps = 400;
    let inside = 0;
    for (let i = 0; i < steps; i++) {
      for (let j = 0; j < steps; j++) {
        const at = (k: number) => reach * ((2 * (k + 0.5)) / steps - 1);
        if (contains(outline, at(i), at(j))) inside++;
      }
    }
    expect((inside / steps ** 2) * (2 * reach) ** 2).toBeCloseTo(Math.PI, 1);
  });
});
