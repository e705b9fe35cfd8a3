// No run yet: what runs are, and one click to watch one.

import { ChartScatter, Image, type LucideIcon, MessageSquareText, Waves } from 'lucide-react';
import { useState } from 'react';
import type { ConfigKind, ConfigSummary } from '../../../wire/configs';
import { BusyButton } from '../../components/BusyButton';
import { startRun } from '../actions';
import { useRuns } from '../store';
import classes from './Start.module.css';

const KINDS: Readonly<Record<ConfigKind, { readonly icon: LucideIcon; readonly does: string }>> = {
  image: { icon: Image, does: 'Learns to tell pictures apart' },
  text: { icon: MessageSquareText, does: 'Learns to tell praise from blame' },
  mixture: { icon: ChartScatter, does: 'Finds groups in points' },
  stream: { icon: Waves, does: 'Learns from data that keeps coming' },
};

export function Invitation() {
  const configs = useRuns((ui) => ui.configs);
  const ready = configs?.filter(({ shipped, problems, kind }) => shipped && problems === 0 && kind !== null) ?? [];
  return (
    <section className={classes.invitation} aria-labelledby="invitation-title">
      <h2 id="invitation-title">Train a model and watch it learn</h2>
      <p className={classes.lead}>
        Start one of these with a click: its curves are drawn as it learns, the best model is kept, and everything stays
        on this device. You can pause it, stop it or close the tab, and go on later.
      </p>
      <ul className={classes.cards}>
        {ready.map((config, i) => (
          <Card key={config.id} config={config} first={i === 0} />
        ))}
      </ul>
    </section>
  );
}

function Card({ config, first }: { readonly config: ConfigSummary; readonly first: boolean }) {
  const [starting, setStarting] = useState(false);
  const { icon: Icon, does } = KINDS[config.kind ?? 'mixture'];
  const start = async () => {
    setStarting(true);
    await startRun({ config: { id: config.id }, when_busy: 'queue' });
    setStarting(false);
  };
  return (
    <li className={classes.card}>
      <Icon size={26} strokeWidth={1.5} aria-hidden />
      <div className={classes.what}>
        <strong>{does}</strong>
        <span>
          <b className={classes.named}>{config.name}.</b> {config.description}
        </span>
      </div>
      <BusyButton
        size="xs"
        variant={first ? 'filled' : 'default'}
        busy={starting}
        aria-label={`Start ${config.name}`}
        onClick={() => void start()}
      >
        Start
      </BusyButton>
    </li>
  );
}
