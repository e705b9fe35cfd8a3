// The service worker's line to the engine, which runs in a tab: a service worker may be ended at any
// time and has no GPU in some browsers, so it never computes.

import { serviceOver } from '../../wire/door';
import { ServiceError } from '../../wire/errors';
import { browserMeeting, connectLane } from '../../wire/lane';
import type { Link } from '../../wire/link';
import type { Service } from '../../wire/service';

/** Milliseconds that a request waits for an engine that is starting. */
const PATIENCE = 15_000;

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
  const link = await connectLane(meeting, AbortSignal.timeout(PATIENCE)).catch(() => null);
  if (link) return link;
  throw new ServiceError('unavailable', 'No tab runs the engine. Open Millrace in a tab, then ask again.');
}
