// The service worker's line to the engine, which runs in a tab: a service worker may be ended at any
// time and has no GPU in some browsers, so it never computes.

import { serviceOver } from '../../wire/door';
import { ServiceError } from '../../wire/errors';
import { OUTDATED_LOCK } from '../../wire/events';
import { browserMeeting, connectLane } from '../../wire/lane';
import type { Link } from '../../wire/link';
import type { Service } from '../../wire/service';

declare const self: ServiceWorkerGlobalScope;

/** Milliseconds that a request waits for an engine that is starting. */
const PATIENCE = 30_000;

let link: Promise<Link> | null = null;

/** An engine that has just answered. @throws ServiceError 'unavailable' when no tab runs one. */
export async function findService(): Promise<Service> {
  for (;;) {
    const found = await (link ?? open());
    // Its tab may have closed or reloaded since the last request.
    if (await found.confirm()) return serviceOver(found.call);
  }
}

function open(): Promise<Link> {
  const opening = connect();
  const forget = () => {
    if (link === opening) link = null;
  };
  link = opening;
  opening.then((found) => found.lost).then(forget, forget);
  return opening;
}

async function connect(): Promise<Link> {
  const meeting = browserMeeting();
  if (!meeting) throw new ServiceError('unavailable', 'This browser cannot reach the engine from here.');
  // Where nobody will start one it is of no use to look.
  const link = (await areOutdated())
    ? null
    : await persevere((signal) => connectLane(meeting, signal), mayStart, PATIENCE);
  if (link) return link;
  // By now the tab that ran it may be gone.
  const todo = (await areOutdated()) ? 'Millrace was updated: reload its tab' : 'Open Millrace in a tab';
  throw new ServiceError('unavailable', `No tab runs the engine. ${todo}, then ask again.`);
}

/** On a first visit the page is claimed, and may ask, before it has loaded what starts the engine. */
async function mayStart(): Promise<boolean> {
  const { open, outdated } = await tabs();
  return open > outdated;
}

/** All that there are, and there are some. */
async function areOutdated(): Promise<boolean> {
  const { open, outdated } = await tabs();
  return open > 0 && outdated >= open;
}

/** How many there are, and how many of them another version of the app took over: those start no engine any more. */
async function tabs(): Promise<{ readonly open: number; readonly outdated: number }> {
  const [pages, { held = [] }] = await Promise.all([
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }),
    navigator.locks.query(),
  ]);
  // Which tab holds which is not told: browsers number the holders of locks in another way than pages.
  return { open: pages.length, outdated: held.filter(({ name }) => name?.startsWith(OUTDATED_LOCK)).length };
}

/**
 * Looks for an engine until `patience` milliseconds are over, or nobody answers and nobody is there who could start one.
 * `look` gives null when nobody answered for a while, and rejects when its signal ends it.
 */
export async function persevere<T>(
  look: (signal: AbortSignal) => Promise<T | null>,
  mayStart: () => Promise<boolean>,
  patience: number,
): Promise<T | null> {
  const signal = AbortSignal.timeout(patience);
  while (!signal.aborted) {
    const found = await look(signal).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (found !== null || !(await mayStart())) return found;
  }
  return null;
}
