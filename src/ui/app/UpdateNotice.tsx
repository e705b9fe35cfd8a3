// Says quietly that a new version waits. It never interrupts a run: during one it offers to wait.

import { Button, Notification } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useEngine } from './engineState';
import { applyUpdate, usePwa } from './pwa';
import classes from './UpdateNotice.module.css';

export function UpdateNotice() {
  const ready = usePwa((state) => state.updateReady);
  const afterRun = usePwa((state) => state.updateAfterRun);
  const running = useEngine((state) => state.running);
  const [dismissed, setDismissed] = useState(false);

  useEffect(() => {
    if (ready && afterRun && !running) applyUpdate();
  }, [ready, afterRun, running]);

  if (!ready || dismissed) return null;
  const later = () => {
    if (running) usePwa.setState({ updateAfterRun: true });
    setDismissed(true);
  };
  return (
    <div className={classes.place}>
      <Notification role="status" title="A new version is ready" withCloseButton={false}>
        {running
          ? 'A run is on, so nothing happens yet. It can be applied when the run ends; applied now, the run goes on from its last checkpoint.'
          : 'It takes a moment. What you have stays as it is.'}
        <div className={classes.actions}>
          <Button size="xs" variant={running ? 'default' : 'filled'} onClick={applyUpdate}>
            {running ? 'Now' : 'Reload now'}
          </Button>
          <Button size="xs" variant={running ? 'filled' : 'default'} onClick={later}>
            {running ? 'When the run ends' : 'Later'}
          </Button>
        </div>
      </Notification>
    </div>
  );
}
