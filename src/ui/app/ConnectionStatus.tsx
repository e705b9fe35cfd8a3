// Where the engine is: nothing to say when this tab runs it, a quiet word when another does, a loud one
// when none does. And whether there is a network, which nothing here needs.

import { Tooltip } from '@mantine/core';
import { Link2, WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { connection } from '../../client';
import classes from './ConnectionStatus.module.css';
import { usePwa } from './pwa';

export function ConnectionStatus() {
  const state = useSyncExternalStore(connection.subscribe, connection.getSnapshot);
  const online = usePwa((pwa) => pwa.online);
  return (
    <div className={classes.status} role="status">
      {!online && (
        <Quiet icon={WifiOff} word="Offline" meaning="There is no network. Everything here works without one." />
      )}
      {state === 'follower' && (
        <Quiet
          icon={Link2}
          word="Shared"
          meaning="Another tab of Millrace runs the engine; both show the same. Close that tab and this one takes over."
        />
      )}
    </div>
  );
}

interface QuietProps {
  readonly icon: typeof WifiOff;
  readonly word: string;
  readonly meaning: string;
}

function Quiet({ icon: Icon, word, meaning }: QuietProps) {
  return (
    <Tooltip label={meaning} multiline w={240} events={{ hover: true, focus: true, touch: true }}>
      {/* Reachable, so that its meaning can be read by keyboard. */}
      <button type="button" className={classes.quiet} aria-label={`${word}. ${meaning}`}>
        <Icon size={15} aria-hidden />
        <span className={classes.word}>{word}</span>
      </button>
    </Tooltip>
  );
}

/** Under the header, while there is no engine to be had. */
export function LostBanner() {
  const state = useSyncExternalStore(connection.subscribe, connection.getSnapshot);
  if (state !== 'lost') return null;
  return (
    <div className={classes.lost} role="alert">
      <span>
        <strong>The engine has stopped.</strong> What you had is saved on this device; nothing can be computed until it
        runs again.
      </span>
      <span className={classes.lostActions}>
        <button type="button" onClick={() => connection.retry()}>
          Try again
        </button>
        <button type="button" onClick={() => window.location.reload()}>
          Reload
        </button>
      </span>
    </div>
  );
}
