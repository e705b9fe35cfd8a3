// Addresses of the Runs page lead back to the place that they were made from.

import { describe, expect, it } from 'vitest';
import { firstOf, hashOf, type Place, placeAt, VIEWS } from './views';

const locationOf = (hash: string) => hash.slice(1);

describe('places of the Runs page', () => {
  const places: readonly Place[] = [
    ...VIEWS.map(({ name }) => firstOf(name)),
    { view: 'table', config: 'a b/c?.yaml' },
    { view: 'run', id: '2026-11-21_16-50-12' },
    { view: 'run', id: 'odd/one %' },
    { view: 'compare', ids: ['2026-11-21_16-50-12', '2026-11-21_16-50-12-2'] },
    { view: 'configs', id: 'shipped:digits.yaml' },
    { view: 'images', model: 'm/1' },
  ];

  it.each(places)('come back from their address: %o', (place) => {
    expect(placeAt(locationOf(hashOf(place)))).toEqual(place);
  });

  it('take a run once, and leave out what is empty', () => {
    expect(placeAt('/runs/compare?ids=a,,b,a')).toEqual({ view: 'compare', ids: ['a', 'b'] });
  });

  it('take a broken encoding as it stands', () => {
    expect(placeAt('/runs/%E0%A4%A')).toEqual({ view: 'run', id: '%E0%A4%A' });
  });

  it('know the first view with or without a slash at the end', () => {
    expect(placeAt('/runs')).toEqual(placeAt('/runs/'));
  });
});
