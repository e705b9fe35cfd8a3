// The choices of what is drawn: how points are coloured, and what of the mixture lies over them. On a phone, how large, too:
// the toolbar has no room for that, and not everyone pinches.

import { Button, Checkbox, Radio, Slider, Stack } from '@mantine/core';
import { ZoomIn, ZoomOut } from 'lucide-react';
import { useNarrow } from '../../components/useNarrow';
import { zoomBy } from '../plane/current';
import { type Colouring, type Layers, usePoints } from '../store';
import classes from './LayersMenu.module.css';

const COLOURINGS: readonly { value: Colouring; label: string; description: string }[] = [
  { value: 'soft', label: 'Blended', description: 'Colours mix where groups share a point' },
  { value: 'hard', label: 'By group', description: 'The strongest group takes the point' },
  { value: 'plain', label: 'Plain', description: 'All points alike' },
];

const OVERLAYS: readonly { key: 'ellipses' | 'density' | 'contours'; label: string; description: string }[] = [
  { key: 'ellipses', label: 'Ellipses', description: '1, 2 and 3 standard deviations (1σ, 2σ, 3σ)' },
  { key: 'density', label: 'Density', description: 'Heat map of the mixture’s density' },
  { key: 'contours', label: 'Contours', description: 'Lines of equal density' },
];

/** Shares of a mixture's own samples that would be called outliers. */
const LEVELS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2] as const;

const percent = (level: number) => `${Number((100 * level).toPrecision(2))} %`;

export function LayersPanel() {
  const layers = usePoints((state) => state.layers);
  const level = usePoints((state) => state.outlierLevel);
  const set = usePoints((state) => state.set);
  const narrow = useNarrow();
  const change = (patch: Partial<Layers>) => set({ layers: { ...layers, ...patch } });
  const nearest = LEVELS.reduce(
    (best, value, i) => (Math.abs(value - level) < Math.abs(LEVELS[best]! - level) ? i : best),
    0,
  );
  return (
    <Stack gap="md">
      {narrow && <Zoom />}
      <Radio.Group
        label="Colour of points"
        value={layers.colouring}
        onChange={(value) => change({ colouring: COLOURINGS.find((item) => item.value === value)!.value })}
      >
        <Stack gap={6} mt={6}>
          {COLOURINGS.map((item) => (
            <Radio key={item.value} size="xs" value={item.value} label={item.label} description={item.description} />
          ))}
        </Stack>
      </Radio.Group>
      <fieldset className={classes.overlays}>
        <legend>Over the points</legend>
        {OVERLAYS.map((item) => (
          <Checkbox
            key={item.key}
            size="xs"
            label={item.label}
            description={item.description}
            checked={layers[item.key]}
            onChange={(event) => change({ [item.key]: event.currentTarget.checked })}
          />
        ))}
      </fieldset>
      <div>
        <div className={classes.level}>
          <span id="outlier-level">Outliers</span>
          <output>rarest {percent(LEVELS[nearest]!)}</output>
        </div>
        <Slider
          aria-labelledby="outlier-level"
          size="sm"
          min={0}
          max={LEVELS.length - 1}
          value={nearest}
          label={null}
          onChange={(value) => set({ outlierLevel: LEVELS[value]! })}
          thumbProps={{ 'aria-valuetext': `the rarest ${percent(LEVELS[nearest]!)}` }}
        />
        <p className={classes.note}>
          A point is an outlier when only this share of the mixture’s own points would lie somewhere as unlikely. Point
          at one, or tap it with the selecting tool, to see.
        </p>
      </div>
    </Stack>
  );
}

function Zoom() {
  return (
    <div className={classes.zoom}>
      <Button size="xs" variant="default" leftSection={<ZoomOut size={16} aria-hidden />} onClick={() => zoomBy(0.8)}>
        Zoom out
      </Button>
      <Button size="xs" variant="default" leftSection={<ZoomIn size={16} aria-hidden />} onClick={() => zoomBy(1.25)}>
        Zoom in
      </Button>
    </div>
  );
}
