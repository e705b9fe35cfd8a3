// Before the first batch: one sentence, and streams ready to run.

import { UnstyledButton } from '@mantine/core';
import { Waves } from 'lucide-react';
import { EmptyState } from '../components/EmptyState';
import { startPreset } from './actions';
import classes from './Invitation.module.css';
import { PRESETS } from './presets';

export function Invitation() {
  const streams = (
    <>
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
      <p className={classes.own}>Or bring your own: Set-up takes a file, your reviews, your points, or pushed JSON.</p>
    </>
  );
  return (
    <EmptyState icon={Waves} title="A model that keeps learning while you watch" wide actions={streams}>
      Press a stream: within a second its accuracy climbs, the rules change under it, an alarm goes off, and it learns
      again.
    </EmptyState>
  );
}
