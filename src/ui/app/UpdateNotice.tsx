// Says quietly that a new version waits. It never interrupts a run: during one it offers to wait.

import { Button } from '@mantine/core';
import { useEngine } from './engineState';
import { applyUpdate, usePwa } from './pwa';
import classes from './UpdateNotice.module.css';

export function UpdateNotice() {
  const running = useEngine((state) => state.running);
  return (
    <div className={classes.notice} role="status">
      <strong>A new version is ready</strong>
      <p>
        {running
          ? 'A run is on, so nothing happens yet. It can be applied when the run ends; applied now, the run goes on from its last checkpoint.'
          : 'It takes a moment. What you have stays as it is.'}
      </p>
      <div className={classes.actions}>
        <Button size="xs" variant={running ? 'default' : 'filled'} onClick={applyUpdate}>
          {running ? 'Now' : 'Reload now'}
        </Button>
        <Button
          size="xs"
          variant={running ? 'filled' : 'default'}
          onClick={() => usePwa.setState({ updateWhen: running ? 'afterRun' : 'later' })}
        >
          {running ? 'When the run ends' : 'Later'}
        </Button>
      </div>
    </div>
  );
}
