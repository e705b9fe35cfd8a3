// Faults of what is around the app: the network, the service worker, a tab out of sight, the clock.

import { became, rest } from '../app/until';
import { type Fault, Ineffective } from './types';

const FROZEN = 1500;
const DAY = 86_400_000;

export const SURROUNDINGS: readonly Fault[] = [
  {
    ...{ id: 'offline', title: 'the network goes, and the app is started again without it', leaves: 'here' },
    strike: async ({ app }) => {
      await app.running.setOffline(true);
      return 'offline';
    },
    heal: async ({ app }) => {
      await app.reload();
      await app.running.setOffline(false);
      return 'it started offline';
    },
  },
  {
    ...{ id: 'sw-killed', title: 'the browser stops the service worker (DevTools: stopAllWorkers)', leaves: 'here' },
    strike: async ({ app }) => {
      const session = await app.session();
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await session.detach();
      return 'all service workers were stopped';
    },
  },
  {
    id: 'sw-updated',
    title: 'a new version of the service worker is put up, found, and takes over at once',
    leaves: 'here',
    strike: async ({ app, host }) => {
      host.publish();
      const ask = (what: 'look' | 'take') => app.page.evaluate(newVersion, what);
      const found = await became(() => ask('look'), 20_000);
      if (!found) throw new Ineffective('no new version was found in time');
      // It waits until the one before has answered what it was asked.
      const over = await became(() => ask('take'), 20_000);
      if (!over) throw new Ineffective('the new version did not take over in time');
      return 'a new service worker took over';
    },
  },
  {
    id: 'hidden',
    title: `the tab is told that it is hidden, is frozen for ${FROZEN / 1000} s (DevTools), and comes back`,
    leaves: 'here',
    strike: async ({ app }) => {
      const session = await app.session();
      await app.page.evaluate(show, false);
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await rest(FROZEN);
      await session.send('Page.setWebLifecycleState', { state: 'active' });
      await app.page.evaluate(show, true);
      await session.detach();
      return 'frozen and back';
    },
  },
  {
    id: 'clock',
    title: 'the clock jumps by a day back or two years on (Date is shifted in the page and in the workers there are)',
    leaves: 'here',
    strike: async ({ app, rng }) => {
      const shift = rng.integer(2) === 0 ? -DAY : 730 * DAY;
      const shifted = [...app.pages.map((page) => page.evaluate(shiftClock, shift))];
      for (const worker of app.workers()) shifted.push(worker.evaluate(shiftClock, shift));
      const done = await Promise.allSettled(shifted);
      const n = done.filter(({ status }) => status === 'fulfilled').length;
      if (n === 0) throw new Ineffective('no clock could be shifted');
      return `${shift > 0 ? 'two years on' : 'a day back'} in ${n} pages and workers`;
    },
  },
];

/** look: true once a new version waits. take: lets it take over, and is true once it has. */
async function newVersion(what: 'look' | 'take'): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration) throw new Error('There is no service worker.');
  const { installing, waiting, active } = registration;
  if (what === 'look') {
    if (!installing && !waiting) await registration.update();
    return registration.waiting !== null;
  }
  waiting?.postMessage({ type: 'SKIP_WAITING' });
  return !waiting && active?.state === 'activated' && navigator.serviceWorker.controller === active;
}

function show(visible: boolean): void {
  Object.defineProperty(document, 'hidden', { value: !visible, configurable: true });
  Object.defineProperty(document, 'visibilityState', { value: visible ? 'visible' : 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

function shiftClock(milliseconds: number): void {
  const True = Date;
  self.Date = class extends True {
    constructor(...given: [] | [number]) {
      super(given[0] ?? True.now() + milliseconds);
    }
    static override now() {
      return True.now() + milliseconds;
    }
  } as DateConstructor;
}
