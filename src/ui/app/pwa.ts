// The app as something installed: offline readiness, new versions, the install prompt. Runs once at start.

import { create } from 'zustand';
import { onOutdated, type Registration, registerServiceWorker } from '../../client';
import { useEngine } from './engineState';

/** Chromium's event; not in TypeScript's DOM library. */
export interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

interface PwaState {
  readonly online: boolean;
  /** unknown: still looking · none: no service worker here · preparing: storing the app · ready: works offline */
  readonly offline: 'unknown' | 'none' | 'preparing' | 'ready';
  readonly updateReady: boolean;
  /** ask: the person is to be asked · afterWork: applied when nothing is at work any more · later: they were asked. */
  readonly updateWhen: 'ask' | 'afterWork' | 'later';
  readonly installPrompt: InstallPrompt | null;
  readonly installed: boolean;
}

export const usePwa = create<PwaState>()(() => ({
  online: navigator.onLine,
  offline: 'unknown',
  updateReady: false,
  updateWhen: 'ask',
  installPrompt: null,
  installed: window.matchMedia('(display-mode: standalone)').matches,
}));

let registration: Registration | null = null;

export function startPwa(): void {
  const update = usePwa.setState;
  window.addEventListener('online', () => update({ online: true }));
  window.addEventListener('offline', () => update({ online: false }));
  window.addEventListener('beforeinstallprompt', (event) => {
    // Kept for the button on This device, instead of the browser's own banner.
    event.preventDefault();
    update({ installPrompt: event as InstallPrompt });
  });
  window.addEventListener('appinstalled', () => update({ installPrompt: null, installed: true }));
  useEngine.subscribe(({ atWork }, before) => {
    if (atWork !== before.atWork && atWork.length === 0) setTimeout(updateAtRest, AT_REST);
  });
  // Another tab let a new version in: this page's own files may be gone, and to reload is what helps.
  onOutdated(() => update({ updateReady: true, updateWhen: 'ask' }));
  whenCalm(() => void register());
}

/** Milliseconds without work after which it is over: a queue goes on with the next, what was trained is judged. */
const AT_REST = 1000;

function updateAtRest(): void {
  if (useEngine.getState().atWork.length === 0 && usePwa.getState().updateWhen === 'afterWork') applyUpdate();
}

/** Milliseconds after loading that storing the app may wait at most. */
const CALM_BY = 3000;

/** What is stored for later must not take the processor and the line from what somebody is looking at. */
function whenCalm(work: () => void): void {
  const wait = () => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: CALM_BY });
    else setTimeout(work, CALM_BY / 2);
  };
  if (document.readyState === 'complete') wait();
  else window.addEventListener('load', wait, { once: true });
}

async function register(): Promise<void> {
  registration = await registerServiceWorker();
  if (!registration) {
    usePwa.setState({ offline: 'none' });
    return;
  }
  registration.onUpdateReady(() => usePwa.setState({ updateReady: true }));
  usePwa.setState({ offline: 'preparing' });
  await navigator.serviceWorker.ready;
  usePwa.setState({ offline: 'ready' });
}

/** Reloads into the version that waits. */
export function applyUpdate(): void {
  registration?.applyUpdate();
}

/** True if a new version was looked for; whether there is one shows in `updateReady`. */
export async function checkForUpdate(): Promise<boolean> {
  if (!registration) return false;
  await registration.check();
  return true;
}

/** Asks the browser to install the app; true if the person agreed. */
export async function install(): Promise<boolean> {
  const prompt = usePwa.getState().installPrompt;
  if (!prompt) return false;
  // A prompt can be used once.
  usePwa.setState({ installPrompt: null });
  return (await prompt.prompt()).outcome === 'accepted';
}
