// Lists in bodies: what is said of them in openapi.json, and how far a wrong one is read.

import { expect, it } from 'vitest';
import { z } from 'zod';
import { listOf, MOST_NAMED } from './schema-lists';

const body = z.strictObject({
  ids: listOf(z.int(), { min: 1, max: 200 }),
  more: listOf(z.int(), { max: 2 }).optional(),
});
const faults = (value: unknown) => body.safeParse(value).error?.issues.map(({ path }) => path.join('.'));

it('are described as lists', () => {
  const { properties, required } = z.toJSONSchema(body, { io: 'input' });
  expect(properties).toMatchObject({
    ids: { type: 'array', minItems: 1, maxItems: 200, items: { type: 'integer' } },
    more: { type: 'array', maxItems: 2 },
  });
  expect(required).toEqual(['ids']);
});

it('are refused as a whole where they are none, or have too few or too many', () => {
  for (const ids of [undefined, null, {}, [], Array(201).fill('x')]) expect(faults({ ids })).toEqual(['ids']);
  expect(faults({ ids: Array(200).fill(1) })).toBeUndefined();
  expect(faults({ ids: [1], more: [1, 2, 3] })).toEqual(['more']);
});

it('name the first entries at fault', () => {
  expect(faults({ ids: [1, 'x', 2, null] })).toEqual(['ids.1', 'ids.3']);
  expect(faults({ ids: [...Array(100).fill(1), ...Array(100).fill('x')] })).toEqual(
    Array.from({ length: MOST_NAMED }, (_, i) => `ids.${100 + i}`),
  );
  expect(faults({ ids: [...Array(199).fill(1), 'x'] })).toEqual(['ids.199']);
});
