// How charts are looked at: what they have across, and how much they are smoothed.

import { SegmentedControl, Slider } from '@mantine/core';
import { pointAt } from '../../components/metrics/cursor';
import { AXES, AXIS_WORDS } from '../../components/metrics/lines';
import { useRuns } from '../store';
import classes from './Controls.module.css';

const AXIS_CHOICES = AXES.map((value) => ({ value, label: AXIS_WORDS[value] }));

export function Controls() {
  const axis = useRuns((ui) => ui.axis);
  const smoothing = useRuns((ui) => ui.smoothing);
  return (
    <div className={classes.controls}>
      <SegmentedControl
        size="xs"
        aria-label="Across"
        data={AXIS_CHOICES}
        value={axis}
        onChange={(value) => {
          // A place on the one axis is none on the other.
          pointAt(null);
          useRuns.setState({ axis: AXES.find((item) => item === value) ?? 'step' });
        }}
      />
      <div className={classes.smoothing}>
        <span id="smoothing-label">Smoothing</span>
        <Slider
          className={classes.slider ?? ''}
          size="sm"
          min={0}
          max={0.99}
          step={0.01}
          label={null}
          thumbProps={{ 'aria-labelledby': 'smoothing-label' }}
          value={smoothing}
          onChange={(value) => useRuns.setState({ smoothing: value })}
        />
        <output className={classes.weight}>{smoothing.toFixed(2)}</output>
      </div>
    </div>
  );
}
