// Without a review: what the view is for, a few to try, and the ways to bring in one's own; the way back, where all there
// were have just been deleted.

import { Sparkles, Tags } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { BusyButton } from '../../../components/BusyButton';
import { EmptyState } from '../../../components/EmptyState';
import { heardNone } from '../../language/arrivals';
import { Undo } from '../all/Undo';
import { useLabelKeys } from '../keys';
import classes from '../Label.module.css';
import { useLabel } from '../store';
import { addTexts } from './adding';
import { Ways } from './BringIn';
import { SAMPLES } from './samples';

export function Welcome() {
  useEffect(heardNone, []);
  const done = useLabel((state) => state.history.length > 0);
  // Nothing is at hand: of the keys, undo alone means something.
  useLabelKeys(useRef(null));
  return (
    <div className={classes.view}>
      {done && <Undo />}
      <EmptyState icon={Tags} title="Reviews to label" actions={<Try />}>
        Say of each text whether it is positive or negative, one key each; the model learns from your labels. More than
        two classes are not possible yet. Nothing leaves this device.
      </EmptyState>
      <Ways />
    </div>
  );
}

function Try() {
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    await addTexts(SAMPLES, 'samples');
    setBusy(false);
  };
  return (
    <BusyButton leftSection={<Sparkles size={16} aria-hidden />} busy={busy} onClick={() => void add()}>
      Try {SAMPLES.length} sample reviews
    </BusyButton>
  );
}
