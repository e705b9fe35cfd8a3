// What the device does while a run is on and when it ends: the screen stays on, and a message of the system comes where
// the person allowed it. Once begun it goes on for the life of the tab, also while other pages are on show.

import { subscribe } from '../../client';
import type { RunsState } from '../../wire/runs';
import { showNotice } from '../components/notify';
import { say } from '../components/useSaid';
import { useRuns } from './store';
import { placeAt } from './views';
import { PHASE_WORDS } from './words';

/** Whether the screen is being kept on. */
type Awake = WakeLockSentinel | 'asked' | null;

let attending = false;
let awake: Awake = null;
let on = false;
/** When the run ended whose end has been told, '' without one; undefined before the first word of the engine. */
let told: string | undefined;

/** Begins at the first call. */
export function attendRuns(): void {
  if (attending) return;
  attending = true;
  subscribe((event) => {
    if (event.type === 'runs') attend(event.state);
  });
  useRuns.subscribe(({ state }, before) => {
    if (state && state !== before.state) attend(state);
  });
  // The browser lets go of the lock whenever the page is out of sight.
  document.addEventListener('visibilitychange', keepAwake);
}

function attend(state: RunsState): void {
  on = state.active !== null && state.active.phase !== 'paused';
  keepAwake();
  const { ended } = state;
  const before = told;
  told = [before ?? '', ended?.at ?? ''].sort().at(-1);
  // What ended before this page was there is no news, and a run that was on may end once more.
  if (before !== undefined && ended && ended.at > before) tell(ended);
}

function keepAwake(): void {
  if (!on || document.hidden) {
    if (awake !== null && awake !== 'asked') void awake.release();
    if (awake !== 'asked') awake = null;
    return;
  }
  if (awake !== null || !('wakeLock' in navigator)) return;
  awake = 'asked';
  navigator.wakeLock.request('screen').then(
    (lock) => {
      awake = lock;
      lock.addEventListener('release', () => {
        if (awake === lock) awake = null;
      });
      // It may have ended while the lock was asked for.
      if (!on) keepAwake();
    },
    // A low battery, or a policy of the device: the run goes on all the same.
    () => {
      awake = null;
    },
  );
}

function tell({ id, name, phase, message }: NonNullable<RunsState['ended']>): void {
  const title = `${name}: ${PHASE_WORDS[phase].toLowerCase()}`;
  const at = placeAt(window.location.hash.slice(1));
  const seen =
    window.location.hash.startsWith('#/runs') && (at.view === 'table' || (at.view === 'run' && at.id === id));
  if (seen) say(title);
  else showNotice({ level: phase === 'failed' ? 'error' : 'info', title, message });
  if (!document.hidden || !mayNotify() || !useRuns.getState().tell) return;
  // Tabs that say the same replace each other's word.
  void notify(title, { body: message, tag: `millrace-run-${id}` });
}

async function notify(title: string, options: NotificationOptions): Promise<void> {
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => window.focus();
  } catch {
    // Phones let service workers alone show them.
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.showNotification(title, options);
  }
}

function mayNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}

/** Asks the browser whether messages may be shown. */
export async function allowNotifications(): Promise<'granted' | 'denied' | 'unsupported'> {
  if (!('Notification' in window)) return 'unsupported';
  return (await Notification.requestPermission()) === 'granted' ? 'granted' : 'denied';
}
