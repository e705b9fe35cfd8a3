// Before the first batch: one sentence, and streams ready to run.

import { UnstyledButton } from '@mantine/core';
import { Waves } from 'lucide-react';
import { startPreset } from './actions';
import classes from './Invitation.module.css';
import { PRESETS } from './presets';

export function Invitation() {
  return (
    <section className={classes.root}>
      <Waves className={classes.icon} size={36} strokeWidth={1.4} aria-hidden />
      <h2 className={classes.title}>A model that keeps learning while you watch</h2>
      <p className={classes.text}>
        Press a stream: within a second its accuracy climbs, the rules change under it, an alarm goes off, and it learns
        again.
      </p>
      <ul className={classes.presets}>
        {PRESETS.map((preset) => (
          <li key={preset.id}>
            <UnstyledButton className={classes.preset ?? ''} onClick={() => void startPreset(preset)}>
              <span className={classes.name}>
                {preset.name} <code>{preset.term}</code>
              </span>
              <span className={classes.about}>{preset.about}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <p className={classes.text}>Or bring your own: Set-up takes a file, your reviews, your points, or pushed JSON.</p>
    </section>
  );
}
