// The buttons of a Transport, and its speed.

import { Button, NativeSelect, Tooltip } from '@mantine/core';
import { type LucideIcon, Pause, Play } from 'lucide-react';
import { IconButton } from '../IconButton';
import { whenPossible } from '../possible';
import classes from './Transport.module.css';

interface PlayButtonProps {
  /** It pauses what moves; what stands it starts. */
  readonly moving: boolean;
  readonly label: string;
  /** In the tooltip, where more is to be said than `label`. */
  readonly hint?: string | undefined;
  readonly disabled: boolean;
  /** As KeyboardEvent names it: "Space". */
  readonly keys?: string | undefined;
  /** Id of the form that it submits, as Enter in one of its fields then does. */
  readonly form?: string | undefined;
  readonly onClick: () => void;
}

/** The large one. */
export function PlayButton({ moving, label, hint = label, disabled, keys, form, onClick }: PlayButtonProps) {
  return (
    <Tooltip label={keys === undefined ? hint : `${hint} · ${keys}`} disabled={keys === undefined && hint === label}>
      <Button
        className={classes.play ?? ''}
        size="md"
        aria-keyshortcuts={keys}
        {...(form === undefined || disabled ? {} : { type: 'submit', form })}
        leftSection={moving ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
        {...whenPossible(!disabled, onClick)}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

interface ActionButtonProps {
  readonly icon: LucideIcon;
  /** For those who cannot see the icon; ends in "…" where it asks before it does. */
  readonly label: string;
  /** In the tooltip, where more is to be said than `label`. */
  readonly hint?: string;
  readonly keys?: string;
  readonly disabled: boolean;
  /** For one that opens a Question: whether it is open. */
  readonly expanded?: boolean;
  readonly onClick: () => void;
}

/** Step, stop, start over … */
export function ActionButton(props: ActionButtonProps) {
  return <IconButton size="large" {...props} />;
}

interface SpeedSelectProps {
  /** "Speed, batches a second" */
  readonly label: string;
  /** Slowest first, with their names; full speed is always there. */
  readonly speeds: readonly (readonly [number, string])[];
  /** Null: as fast as it goes. */
  readonly speed: number | null;
  readonly onSpeed: (speed: number | null) => void;
}

/** A speed that is none of the choices, as set by REST, becomes one. */
export function SpeedSelect({ label, speeds, speed, onSpeed }: SpeedSelectProps) {
  const strange = speed !== null && !speeds.some(([value]) => value === speed);
  const all = strange ? [...speeds, [speed, `${speed} a second`] as const].sort(([a], [b]) => a - b) : speeds;
  const data = all.map(([value, name]) => ({ value: String(value), label: name }));
  return (
    <NativeSelect
      className={classes.speed ?? ''}
      size="md"
      aria-label={label}
      data={[...data, { value: FULL, label: 'Full speed' }]}
      value={speed === null ? FULL : String(speed)}
      onChange={({ currentTarget: { value } }) => onSpeed(value === FULL ? null : Number(value))}
    />
  );
}

/** Of a select's choices; no speed is none. */
const FULL = '0';
