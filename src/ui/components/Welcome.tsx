// The first visit, over the empty plane: what this is, that nothing leaves the device, and one click to
// try. It lets clicks beside it through, so that the plane below already takes points.

import { Button } from '@mantine/core';
import { LockKeyhole, MousePointerClick, PlugZap } from 'lucide-react';
import classes from './Welcome.module.css';
import { WelcomePicture } from './WelcomePicture';

interface WelcomeProps {
  /** The id of a sample set, as in src/ml/samples. */
  readonly onSample: (id: string) => void;
  /** The person would rather click points: put the tool for it in hand. */
  readonly onDraw: () => void;
}

const MORE = [
  { id: 'iris', name: 'Iris' },
  { id: 'moons', name: 'Two moons' },
  { id: 'blobs', name: 'Blobs' },
] as const;

export function Welcome({ onSample, onDraw }: WelcomeProps) {
  return (
    <section className={classes.root} aria-labelledby="welcome-title">
      <div className={classes.card}>
        <WelcomePicture />
        <h2 id="welcome-title" className={classes.title}>
          See how a machine finds groups
        </h2>
        <p className={classes.lead}>
          Put points on the plane and press Fit: a <em>Gaussian mixture</em> – a few soft ellipses – moves, step by
          step, to where the points are densest.
        </p>
        <div className={classes.actions}>
          <Button size="md" onClick={() => onSample('penguins')}>
            Try it with 342 penguins
          </Button>
          <Button
            size="md"
            variant="default"
            leftSection={<MousePointerClick size={18} aria-hidden />}
            onClick={onDraw}
          >
            Click your own
          </Button>
        </div>
        <p className={classes.more}>
          or with{' '}
          {MORE.map((sample, index) => (
            <span key={sample.id}>
              {index > 0 && ' · '}
              <button type="button" className={classes.link} onClick={() => onSample(sample.id)}>
                {sample.name}
              </button>
            </span>
          ))}
        </p>
        <ul className={classes.facts}>
          <li>
            <LockKeyhole size={16} aria-hidden />
            Nothing leaves this device: no account, no server.
          </li>
          <li>
            <PlugZap size={16} aria-hidden />
            Works without a network, and remembers where you were.
          </li>
        </ul>
      </div>
    </section>
  );
}
