// New points drawn from the mixture onto the plane.

import { useState } from 'react';
import { service } from '../../../client';
import { MAX_POINTS, MAX_SAMPLES } from '../../../wire/limits';
import { attempt } from '../../components/attempt';
import { BusyButton } from '../../components/BusyButton';
import { plural } from '../../components/format';
import { NumberField } from '../../components/NumberField';
import { Note } from '../../components/Section';
import { usePoints } from '../store';
import classes from './UseTab.module.css';

export function DrawSamples() {
  const room = usePoints((state) => MAX_POINTS - (state.state?.dataset.n ?? 0));
  const [n, setN] = useState(100);
  const [seed, setSeed] = useState(1);
  const [busy, setBusy] = useState(false);
  const draw = async () => {
    setBusy(true);
    const drawn = await attempt('draw points', () => service.points.sample(Math.min(n, room), seed, true));
    setBusy(false);
    // The same seed would give the same points again, on top of the first.
    if (drawn) setSeed((seed + 1) % 4294967296);
  };
  return (
    <div className={classes.stack}>
      <div className={classes.row}>
        <NumberField label="How many" min={1} max={MAX_SAMPLES} value={n} onCommit={setN} />
        <NumberField label="Seed" min={0} max={4294967295} value={seed} onCommit={setSeed} />
        <BusyButton size="xs" variant="light" busy={busy} possible={room > 0} onClick={() => void draw()}>
          Draw {n === 1 ? 'it' : 'them'}
        </BusyButton>
      </div>
      <Note>They join the points on the plane; undo takes {plural(Math.min(n, room), 'point')} back.</Note>
    </div>
  );
}
