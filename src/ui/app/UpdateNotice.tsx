// Says quietly that a new version waits. It never interrupts what is at work: meanwhile it offers to wait.

import { Button } from '@mantine/core';
import { wordsOfReload } from './atWork';
import { useEngine } from './engineState';
import { applyUpdate, usePwa } from './pwa';
import classes from './UpdateNotice.module.css';

export function UpdateNotice() {
  const atWork = useEngine((state) => state.atWork);
  const busy = atWork.length > 0;
  const putOff = () => {
    usePwa.setState({ updateWhen: busy ? 'afterWork' : 'later' });
    // The notice goes, and the button with it.
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  return (
    <div className={classes.notice} role="status">
      <strong>A new version is ready</strong>
      <p>
        {busy
          ? `Something is at work, so nothing happens yet. It can be applied when that is done. ${wordsOfReload(atWork)}`
          : 'It takes a moment. What you have stays as it is.'}
      </p>
      <div className={classes.actions}>
        <Button size="xs" variant={busy ? 'default' : 'filled'} onClick={applyUpdate}>
          {busy ? 'Now' : 'Reload now'}
        </Button>
        <Button size="xs" variant={busy ? 'filled' : 'default'} onClick={putOff}>
          {busy ? 'When it is done' : 'Later'}
        </Button>
      </div>
    </div>
  );
}
