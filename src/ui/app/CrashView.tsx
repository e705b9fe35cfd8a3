// What is shown in place of a page that failed. Plain elements: it must work when the rest does not.

import { useState } from 'react';
import { downloadBackup } from '../components/backup';
import { copyText } from '../components/clipboard';
import classes from './CrashView.module.css';

interface CrashViewProps {
  readonly error: Error;
  readonly stack: string;
  readonly scope: 'app' | 'page';
  readonly onRetry: () => void;
}

export function CrashView({ error, stack, scope, onRetry }: CrashViewProps) {
  const [status, setStatus] = useState('');
  const details = `${error.stack ?? `${error.name}: ${error.message}`}\n${stack}\n${navigator.userAgent}`;

  const report = async (doing: Promise<string>) => {
    setStatus(await doing.catch((reason: unknown) => `That failed: ${String(reason)}`));
  };

  return (
    <div className={classes.view} role="alert">
      <h1>{scope === 'app' ? 'Millrace ran into a fault' : 'This page ran into a fault'}</h1>
      <p>
        Your points and models are safe on this device: they are saved outside the page, and a running fit goes on.
        Reload to see them again. If it happens again, take a back-up first.
      </p>
      <div className={classes.actions}>
        <button type="button" className={classes.button} onClick={() => window.location.reload()}>
          Reload
        </button>
        <button type="button" className={classes.button} onClick={onRetry}>
          Try without reloading
        </button>
        <button
          type="button"
          className={classes.button}
          onClick={() => void report(downloadBackup().then((name) => `Saved as ${name}.`))}
        >
          Download a back-up
        </button>
        <button
          type="button"
          className={classes.button}
          onClick={() => void report(copyText(details).then(() => 'Details copied.'))}
        >
          Copy details
        </button>
      </div>
      <p aria-live="polite">{status}</p>
      <details>
        <summary>What went wrong, for a bug report</summary>
        <pre className={classes.details}>{details}</pre>
      </details>
    </div>
  );
}
