// The app itself: its version, new versions, use offline, installing.

import { Button } from '@mantine/core';
import { CircleCheck, CircleDashed, Download, RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { APP_VERSION } from '../../wire/version';
import { wordsOfReload } from '../app/atWork';
import { useEngine } from '../app/engineState';
import { applyUpdate, checkForUpdate, install, usePwa } from '../app/pwa';
import { showError } from '../components/notify';
import classes from './AppSection.module.css';
import { Section } from './Section';

export function AppSection() {
  return (
    <Section title="The app" about="Once stored, it opens without a network. A new version waits until you let it in.">
      <Version />
      <Offline />
      <Install />
      <Hint>
        <span>
          It carries the work of others:{' '}
          <a href="licences.txt" target="_blank" rel="noreferrer">
            their notices
          </a>
          .
        </span>
      </Hint>
    </Section>
  );
}

function Version() {
  const ready = usePwa((state) => state.updateReady);
  const offline = usePwa((state) => state.offline);
  const atWork = useEngine((state) => state.atWork);
  const busy = atWork.length > 0;
  const [said, setSaid] = useState('');

  const check = async () => {
    setSaid('Looking…');
    await checkForUpdate();
    setSaid(
      usePwa.getState().updateReady ? '' : 'Nothing newer was found. A download, if there is one, goes on by itself.',
    );
  };

  return (
    <div className={classes.row}>
      <p>
        Version <strong>{APP_VERSION}</strong>
        {ready && ' · a new one is ready'}
      </p>
      {ready ? (
        <Button size="xs" leftSection={<RefreshCw size={14} aria-hidden />} onClick={applyUpdate}>
          {busy ? 'Update now' : 'Update and reload'}
        </Button>
      ) : (
        offline !== 'none' && (
          <Button size="xs" variant="default" onClick={() => void check()}>
            Look for a new version
          </Button>
        )
      )}
      <p className={classes.said} aria-live="polite">
        {ready && busy ? wordsOfReload(atWork) : said}
      </p>
    </div>
  );
}

const OFFLINE_WORDS = {
  unknown: 'Looking whether it can be used offline…',
  preparing: 'Being stored for use offline…',
  ready: 'Ready for use offline.',
  none: 'Not stored for use offline: this browser, a private window or an insecure address does not allow it. Everything else works.',
} as const;

function Offline() {
  const offline = usePwa((state) => state.offline);
  const Icon = offline === 'ready' ? CircleCheck : CircleDashed;
  return (
    <p className={classes.fact} role="status" data-testid="offline-state" data-state={offline}>
      <Icon size={17} aria-hidden className={offline === 'ready' ? classes.good : undefined} />
      {OFFLINE_WORDS[offline]}
    </p>
  );
}

function Install() {
  const prompt = usePwa((state) => state.installPrompt);
  const installed = usePwa((state) => state.installed);
  const ask = () => install().catch((error: unknown) => showError(error, 'install the app'));
  if (installed) return <Hint>Installed: it opens in a window of its own.</Hint>;
  if (prompt) {
    return (
      <Button size="xs" variant="default" leftSection={<Download size={14} aria-hidden />} onClick={() => void ask()}>
        Install as an app
      </Button>
    );
  }
  if (isAppleTouch()) {
    return <Hint>To install it: tap Share in Safari, then “Add to Home Screen”.</Hint>;
  }
  return (
    <Hint>To install it, look for “Install” in the browser’s menu or address bar, where the browser offers that.</Hint>
  );
}

function Hint({ children }: { readonly children: ReactNode }) {
  return <p className={classes.hint}>{children}</p>;
}

/** iPadOS calls itself a Mac, but has a touch screen. */
function isAppleTouch(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
